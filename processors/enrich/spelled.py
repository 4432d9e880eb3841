"""Numbers below a hundred that are spelled out before a word: "twenty-three years", "treinta y dos días"."""

import re
from functools import cache

from processors.enrich.phone.compose import JOINTS, number
from processors.enrich.phone.pieces import VALUES

_WORDS_BEFORE = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|'){0,17}[\s-]{1,2}){1,5}$")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|')*")
_SOUNDS = frozenset(("won", "ate", "fore", "tree", "tu", "oh", "раз"))  # numbers in phone numbers only
_LAST = re.compile(r"[\s-]")  # cut at these, the word before is the last
_LONGEST = 20  # letters of a number word
_REACH = 60


@cache
def _words(language: str | None) -> frozenset[str]:
    """The number words of a language, of English where it is not known."""
    return frozenset(word for word, values in VALUES.items() if (language or "en") in values) - _SOUNDS


def speaks_numbers(words: frozenset[str], language: str | None) -> bool:
    """Is there a number word of this language among these words? Else nothing need be looked for."""
    return not words.isdisjoint(_words(language))


def spelled_before(lower: str, end: int, language: str | None) -> tuple[int, int] | None:
    """The number whose words end at `end`, and where they begin; None if there is none."""
    last = _LAST.split(lower[max(0, end - _LONGEST) : end].rstrip(" -"))[-1]
    if last not in VALUES:
        return None
    said = _WORDS_BEFORE.search(lower, max(0, end - _REACH), end)
    if not said:
        return None
    tokens = list(_TOKEN.finditer(lower, said.start(), end))
    for first in range(len(tokens)):
        tail = [token[0] for token in tokens[first:] if token is tokens[first] or token[0] not in JOINTS]
        values = [VALUES.get(word, {}) if word not in _SOUNDS else {} for word in tail]
        for code in dict.fromkeys((language or "", "en", *values[0])):
            if all(code in one for one in values):
                value, used = number([one[code] for one in values], code)
                if used == len(values) and value < 100:
                    return value, tokens[first].start()
    return None
