"""Lengths of time, as ISO 8601: "30 min" is PT30M, "a 6-month contract" P6M. They are not ages, prices or hours."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage, places
from processors.enrich.phrases import Phrases
from processors.enrich.signs import END, sign
from processors.enrich.spelled import behind_numbers, numbered, speaks_numbers, spelled_before
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("times")
_ISO = {word: iso for iso, row in _TABLE["durations"].items() for word in words(row)}
_OF_SEASONS = Phrases(_TABLE["seasons"])
_DURATION = re.compile(
    rf"(?P<first>\d(?<![\w.,:/$€£+-]\d)\d{{0,2}})(?:\s?(?:{any_of(words(_TABLE['or']))})\s?(?P<last>\d{{1,3}}))?"
    rf"\s?-?\s?(?P<unit>{any_of(_ISO)})(?![^\W_])"
)
_COUNTED = sign(rf"\d\s?-?\s?{any_of(_ISO)}{END}")
_CANONICAL = re.compile(r"p(?:t\d{1,3}[mh]|\d{1,3}[dwmy])(?![^\W_])")
_IN_CODE = sign(rf"p(?:t\d{{1,3}}[mh]|\d{{1,3}}[dwmy]){END}")
_IN_WORDS = sign(numbered(any_of(_ISO)))
_UNIT_WORDS = frozenset(_ISO)


def detect(passage: Passage) -> Iterator[Found]:
    """The lengths of time in a passage, both ends of a range."""
    if _COUNTED in passage.signs:
        yield from _counted(passage)
    if _IN_CODE in passage.signs:
        yield from _in_code(passage.lower)
    for value, start, end in _OF_SEASONS.find(passage):
        yield Found(MentionKind.DURATION, value, start, end, "durations")
    if _IN_WORDS in passage.signs and speaks_numbers(passage.words, passage.language):
        yield from _spelled(passage)


def _counted(passage: Passage) -> Iterator[Found]:
    """ "30 min", "6 to 8 weeks"."""
    for match in _DURATION.finditer(passage.lower):
        last = "last" if match["last"] else "first"
        if last == "last" and int(match["first"]):
            yield _found(passage, match["unit"], int(match["first"]), *match.span("first"))
        if int(match[last]):
            yield _found(passage, match["unit"], int(match[last]), match.start(last), match.end())


def _in_code(lower: str) -> Iterator[Found]:
    """ "PT30M", as job boards write it."""
    for match in _CANONICAL.finditer(lower):
        if not lower[match.start() - 1 : match.start()].isalnum():
            yield Found(MentionKind.DURATION, match[0].upper(), *match.span(), "durations")


def _spelled(passage: Passage) -> Iterator[Found]:
    """ "two weeks", "три месяца", "twenty-one days"."""
    for unit in behind_numbers(passage.spoken, _UNIT_WORDS):
        for start, end in places(passage.lower, unit):
            said = spelled_before(passage.lower, start, passage.language)
            if said and said[0]:
                yield _found(passage, unit, said[0], said[1], end)


def _found(passage: Passage, unit: str, count: int, start: int, end: int) -> Found:
    is_hour = unit == "год" and passage.language == "uk"  # a year in Russian
    iso = _ISO["година" if is_hour else " ".join(unit.split())]
    return Found(MentionKind.DURATION, iso.format(count), start, end, "durations")
