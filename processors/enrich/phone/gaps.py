"""What stands between, before and after digits, and what that says about whether they belong together."""

import re
from functools import lru_cache

from processors.enrich.tables import table, words
from processors.enrich.trie import any_of

PADDING = "\x1f"  # fills the place of what was taken out of a text, so that offsets stay; no separator

# How strongly a gap separates: parts of one number have weaker gaps inside than at its ends.
GLUED, JOINED, SPACED, LOOSE, BROKEN, WALL = range(6)

_TABLE = table("phones")
_LOOSE = re.compile(r"[,;&]|\s{3,}|\s/\s|[.!?]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALTERNATIVES = frozenset(words(_TABLE["alternatives"]))
_LONGEST_FILLER = 3
_FEW = 5  # signs of decoration between two parts


@lru_cache(maxsize=4_096)  # the same few separators stand between most digits
def strength(gap: str) -> int:
    """How strongly `gap`, the text between two atoms, separates them."""
    gap = gap.replace(PADDING, "")
    if not gap:
        return GLUED
    if "\n" in gap or "+" in gap.strip("+") or _ALTERNATIVES.intersection(_LETTERS.findall(gap)):
        return BROKEN
    if len(gap) == 1:
        return SPACED if gap == " " else LOOSE if gap in ",;&" else JOINED
    return LOOSE if _LOOSE.search(gap) or len(gap.strip()) >= _FEW else SPACED


def filler(gap: str) -> str:
    """The letters an author put between digits: "x" in "4x1x5"; nothing for separators and spoken ones ("dash")."""
    return gap if len(gap) <= _LONGEST_FILLER and gap.isalpha() else ""


_MONEY = "$€£¥₽₴₹₺₫฿₱₪₩"
# Whole stretches of digits that are something else.
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_NOT_PHONES = (
    # 24/12/2026, 24.12.26; but not the start of a number in pairs
    rf"(?<![\d./-])(?<!\d ){_DAY}([./-]){_MONTH}\1(?:{_YEAR}|\d\d)(?![./-]?\d)(?! \d\d \d\d)",
    rf"(?<![\d./-]){_MONTH}([/-]){_DAY}\2{_YEAR}(?![./-]?\d)",  # 12-24-2026
    rf"(?<![\d./-]){_YEAR}([./-]){_MONTH}\3{_DAY}(?![./-]?\d)",  # 2026-12-24
    r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])",  # 9:30; but not one colon of many
    r"(?<![\d/])(?:24h?/(?:24|7|6)|7/7|6/7|365/365)(?![\d/])",  # 24/7, 7/7, 24h/24
    # 48.8566, 2.3522: a pair of coordinates
    r"(?<![\d.])-?\d{1,3}\.\d{3,}°?\s?[nsew]?\s?[,; ]\s?-?\d{1,3}\.\d{3,}(?![\d.])",
    # 192.168.0.10
    r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d)(?![\d.])",
    r"(?<![\d/])(?:[1-7]/[1-7]|15/15|30/30)(?![\d/])",  # shifts: 2/2, 5/2
    r"(?<=[a-z]{2})\d\d(?: ?\d{4}){3,7}(?: ?\d{1,4})?(?![\da-z])",  # an IBAN
    rf"(?<!\d){_YEAR}\s?[-/]\s?{_YEAR}(?!\d)(?!\s?[-/]\s?\d)",  # 2019-2024
)
NOT_PHONES = re.compile("|".join(f"(?:{pattern})" for pattern in _NOT_PHONES))

CUE = re.compile(any_of(words(_TABLE["cues"])))
LABEL = re.compile(
    rf"(?<![^\W_])(?:{any_of(words(_TABLE['labels']))})[\s.:#№-]*(?:(?:fr|de|it|es|gb|ro|pl|be|nl|lu|at|pt)\s)?(?:no|nr|num|number|id|n°|code)?[\s.:#№°-]*$|#$"
)
_NUMBER, _OTHER = any_of(words(_TABLE["number_words"])), any_of(words(_TABLE["labels"]))
OTHER_NUMBER = re.compile(
    rf"(?<![^\W_])(?:(?:{_OTHER}) (?:{_NUMBER})"
    rf"|(?:{_NUMBER}) (?:(?:de|del|do|da|of|al) )?(?:the |la |el |[dl]'|de l')?(?:{_OTHER}))[ .:#№°=-]*$"
)
MONEY_BEFORE = re.compile(rf"(?:(?<!\d)(?<!\d )[{_MONEY}]|\b(?:{any_of(words(_TABLE['money_before']))}))[ :]{{0,2}}$")
UNIT_AFTER = re.compile(rf" ?(?:[{_MONEY}](?! ?\d)|[%°]|(?:{any_of(words(_TABLE['units']))})(?![^\W_]))")
