"""Lengths of time, as ISO 8601: "30 min" is PT30M, "a 6-month contract" P6M. They are not ages, prices or hours."""

import re
from collections.abc import Iterator
from functools import cache

from processors.enrich.passage import Found, Passage
from processors.enrich.phone.pieces import VALUES
from processors.enrich.phrases import Phrases
from processors.enrich.spelled import spelled_before
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("times")
_ISO = {word: iso for iso, row in _TABLE["durations"].items() for word in words(row)}
_OF_SEASONS = Phrases(_TABLE["seasons"])
_COUNT = r"\d(?<![\w.,:/$€£+-]\d)\d{0,2}"
_DURATION = re.compile(
    rf"(?:(?P<low>{_COUNT})\s?(?:{any_of(words(_TABLE['or']))})\s?(?P<high>\d{{1,3}})|(?P<count>{_COUNT}))"
    rf"\s?-?\s?(?P<unit>{any_of(_ISO)})(?![^\W_])"
)
_CANONICAL = re.compile(r"(?<![^\W_])p(?:t\d{1,3}[mh]|\d{1,3}[dwmy])(?![^\W_])")
_UNIT = re.compile(rf"(?:{any_of(_ISO)})(?![^\W_])")
_UNIT_WORDS = frozenset(_ISO)


def detect(passage: Passage) -> Iterator[Found]:
    """The lengths of time in a passage, both ends of a range."""
    for match in _DURATION.finditer(passage.lower):
        last = match["high"] or match["count"]
        if match["low"] and int(match["low"]):
            yield _found(match["unit"], int(match["low"]), *match.span("low"))
        if int(last):
            yield _found(match["unit"], int(last), match.start("high" if match["high"] else "count"), match.end())
    for match in _CANONICAL.finditer(passage.lower):
        yield Found(MentionKind.DURATION, match[0].upper(), *match.span(), "durations")
    for value, start, end in _OF_SEASONS.find(passage):
        yield Found(MentionKind.DURATION, value, start, end, "durations")
    if not passage.words.isdisjoint(_UNIT_WORDS) and not passage.words.isdisjoint(_counts(passage.language)):
        yield from _spelled(passage)


def _spelled(passage: Passage) -> Iterator[Found]:
    """ "two weeks", "три месяца", "twenty-one days"."""
    for unit in _UNIT.finditer(passage.lower):
        said = spelled_before(passage.lower, unit.start(), passage.language)
        if said and said[0]:
            yield _found(unit[0], said[0], said[1], unit.end())


@cache
def _counts(language: str | None) -> frozenset[str]:
    """The number words of a language, of English where it is not known."""
    return frozenset(word for word, values in VALUES.items() if (language or "en") in values)


def _found(unit: str, count: int, start: int, end: int) -> Found:
    return Found(MentionKind.DURATION, _ISO[unit].format(count), start, end, "durations")
