"""Numbers that are spelled out before a word: "twenty-three years", "treinta y dos días", "two thousand euros"."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from processors.enrich.phone.compose import JOINTS, number
from processors.enrich.phone.pieces import VALUES
from processors.enrich.signs import END, START
from processors.enrich.trie import any_of

# The last five words, read backwards: forwards, every place would be tried as their beginning.
_WORDS_BEFORE = re.compile(r"\n?(?:[\s-]{1,2}(?:[^\W\d_]|'){0,17}[^\W\d_]){1,5}")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|')*")
_SOUNDS = frozenset(("won", "ate", "fore", "tree", "tu", "oh", "раз"))  # numbers in phone numbers only
_JOINT = "|".join(filter(None, sorted(JOINTS)))
_ENDS = JOINTS | {word.rpartition("'")[2] for word in VALUES}  # "п'ять" is two words to a passage
_CUT = re.compile(r"[\s-]")
_LONGEST = 24  # characters of a number word and what joins it
_REACH = 60


@cache
def _words(language: str | None) -> frozenset[str]:
    """The number words of a language, of English where it is not known."""
    spoken = (word for word, values in VALUES.items() if (language or "en") in values and word not in _SOUNDS)
    return frozenset(part for word in spoken for part in word.split("'"))  # "п'ять" is two words to a passage


def numbered(word: str, thousands: Iterable[str] = ()) -> str:
    """For a sign: the pattern `word` with a number spelled out before it."""
    apart = r"(?:\s|-){1,2}"
    return rf"{START}{_spelled(*thousands)}{apart}(?:(?:{_JOINT}){apart}){{0,4}}(?:{word})(?:{END}|\d)"


@cache  # asked for by each kind of number
def _spelled(*thousands: str) -> str:
    return any_of((*VALUES, *thousands))


def speaks_numbers(words: frozenset[str], language: str | None) -> bool:
    """Is there a number word of this language among these words? Else nothing need be looked for."""
    return not words.isdisjoint(_words(language))


def behind_numbers(spoken: Iterable[str], words: frozenset[str]) -> set[str]:
    """Those of `words` that somewhere in a text, whose words are `spoken`, stand behind a number word."""
    return {word for before, word in pairwise(spoken) if word in words and before in _ENDS}


def spelled_before(lower: str, end: int, language: str | None) -> tuple[int, int] | None:
    """The number below a hundred whose words end at `end`, and where they begin; None if there is none."""
    said = said_before(lower, end, language)
    return said if said and said[0] < 100 else None


def said_before(
    lower: str, end: int, language: str | None, thousands: frozenset[str] = frozenset()
) -> tuple[int, int] | None:
    """The same for any number below a thousand, or a million where words of `thousands` stand in it."""
    near = reversed(_CUT.split(lower[max(0, end - _LONGEST) : end]))
    last = next((word for word in near if word not in JOINTS), "")
    if last not in VALUES and last not in thousands:
        return None
    said = _WORDS_BEFORE.match(lower[max(0, end - _REACH) : end][::-1])
    tokens = list(_TOKEN.finditer(lower, end - said.end(), end)) if said else []
    for first in range(len(tokens)):
        tail = [token[0] for token in tokens[first:] if token is tokens[first] or token[0] not in JOINTS]
        for code in dict.fromkeys((language or "", "en", *VALUES.get(tail[0], {}))):
            if (value := _value(tail, code, thousands)) is not None:
                return None if first and _is_number(tokens[first - 1][0], code) else (value, tokens[first].start())
    return None


def _is_number(word: str, code: str) -> bool:
    """Is a word before a number a part of it that was not understood? Then it is half read; "un" is an article."""
    return word not in JOINTS and word not in _SOUNDS and VALUES.get(word, {}).get(code, 1) != 1


def _value(said: list[str], code: str, thousands: frozenset[str]) -> int | None:
    """What all of these words make in a language: "two", "thousand", "fifty"."""
    at = next((index for index, word in enumerate(said) if word in thousands), None)
    if at is None:
        return _below_thousand(said, code)
    before = _below_thousand(said[:at], code) if at else 1
    after = _below_thousand(said[at + 1 :], code) if said[at + 1 :] else 0
    return None if before is None or after is None else before * 1000 + after


def _below_thousand(said: list[str], code: str) -> int | None:
    values = [{} if word in _SOUNDS else VALUES.get(word, {}) for word in said]
    if not all(code in one for one in values):
        return None
    value, used = number([one[code] for one in values], code)
    return value if used == len(values) else None
