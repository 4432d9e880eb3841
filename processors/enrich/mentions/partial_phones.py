"""Phone numbers of which only a part is shown: "07700 900 ***", "415-555-XXXX". Value: the digits, with one "*" where
some are hidden. No contact: nobody can be reached, or recognised, by a part of a number."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phone import gaps, plans
from processors.enrich.signs import sign
from schemas.mention import MentionKind

# Possessive and bounded: a long line of such signs is gone through once.
_HIDDEN = r"(?:[*#•●][\s*#•●.-]{0,16}+|(?:[x×х?_]{2,16}+[\s.-]?){1,4}+)"
_DIGITS = r"\d(?:[\s().-]{0,2}\d){0,14}"
_HINT = sign("[*#•●]|[x×х?_]{2}")
# A stretch of digits and one hidden stretch, which may stand first, last or between two.
_PARTIAL = re.compile(
    rf"(?<![\w.,:/$€£*#+-])(?<![$€£]\s)(?P<head>[+(]?{_DIGITS})[\s).-]{{0,2}}(?P<hidden>{_HIDDEN})(?P<tail>{_DIGITS})?"
    rf"|(?<![\w*#•●×?])(?P<first>{_HIDDEN})(?P<end>{_DIGITS})"
)
_AMERICAN = re.compile(r"\(?\d{3}\)?[\s.-]{1,2}\d{3}")
_GOES_ON = re.compile(r"[^\W_]|\s?[%€$£]")
_NOT_DIGIT = re.compile(r"\D")
_SHOWN = range(4, 12)  # digits
_MOST_AROUND = 8  # digits around letters: with more, they only separate
_MOST_TAIL = 4
_LONGEST_PLAIN = 9
_REACH = 24


def detect(passage: Passage) -> Iterator[Found]:
    """The partial numbers of a passage."""
    lower = passage.lower
    if _HINT not in passage.signs:
        return
    for match in _PARTIAL.finditer(lower):
        end = match.start() + len(match[0].rstrip(" \n.-"))
        if not _GOES_ON.match(lower, end) and (value := _value(match, passage)):
            yield Found(MentionKind.PARTIAL_PHONE, value, match.start(), end, "partial_phones", "partial", 0.8)


def _value(match: re.Match[str], passage: Passage) -> str | None:
    head, tail = (_NOT_DIGIT.sub("", match[name] or "") for name in ("head", "tail"))
    last = _NOT_DIGIT.sub("", match["end"] or "")
    shown = head + tail + last
    if len(shown) not in _SHOWN or gaps.LABEL.search(passage.lower, max(0, match.start() - _REACH), match.start()):
        return None
    has_cue = bool(gaps.CUE.search(passage.lower, max(0, match.start() - _REACH), match.start()))
    if not head:
        return f"*{last}" if has_cue and len(last) < _LONGEST_PLAIN else None
    plus = "+" if match["head"].startswith("+") else ""
    is_american = bool(_AMERICAN.match(match["head"])) or (len(head), len(tail)) == (3, 4)
    looks_like_one = plus or head.startswith("0") or is_american or has_cue
    if not looks_like_one or (tail and (len(tail) > _MOST_TAIL or len(shown) > _MOST_AROUND)):
        return None
    return None if _is_whole(head, bool(plus), passage) else f"{plus}{head}*{tail}"


def _is_whole(digits: str, has_plus: bool, passage: Passage) -> bool:
    """Is nothing hidden: "07700 900123 xx"?"""
    if has_plus:
        return plans.international(digits) is not None
    number = plans.reader(passage.country, passage.language)(digits)
    return number is not None and len(digits) >= _LONGEST_PLAIN and passage.country in (number.region, None)
