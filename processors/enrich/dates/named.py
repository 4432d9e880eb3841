"""Dates by the name of the month: "24 December 2026", "Dec 24", "12-18 декабря", "from January"."""

import re
from collections.abc import Iterator

from processors.enrich.dates import days
from processors.enrich.dates.parts import CUE, CUE_REACH, JOINT, TABLE, YEAR, found, maybe, numbered
from processors.enrich.passage import Found, Passage, places
from processors.enrich.phone.gaps import UNIT_AFTER
from processors.enrich.tables import words
from processors.enrich.trie import any_of

_MONTHS = numbered("months")
WORDS = frozenset(_MONTHS)
_ENGLISH, _AMBIGUOUS = frozenset(words(TABLE["english"])), frozenset(words(TABLE["ambiguous"]))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_ORDINAL = rf"(?:{any_of(words(TABLE['ordinals']))})?\.?"
_DAY_BEFORE = re.compile(
    rf"(?<![\w.,:/$€£+#-])(?:(?P<first>{_DAY}){_ORDINAL}{JOINT})?(?P<day>{_DAY}){_ORDINAL}[\s/-]{{0,2}}"
    rf"(?:{any_of(words(TABLE['of']))})?\s?$"
)
_DAY_AFTER = re.compile(
    rf"\.?\s(?:the\s)?(?P<day>{_DAY})(?:st|nd|rd|th)?(?:{JOINT}(?P<last>{_DAY})(?:st|nd|rd|th)?(?![\w:]))?(?![\w:%/]|[.,]\d)"
)
_YEAR_AFTER = re.compile(
    rf"\.?,?[\s/-]{{0,2}}(?:(?:{any_of(words(TABLE['of']))})\s)?(?P<year>{YEAR})(?!\d|[.,]\d)"
    rf"(?:\s?(?:{any_of(words(TABLE['year_mark']))})(?![^\W_]))?"
)
_DAY_REACH = 26


def by_month(passage: Passage, said: frozenset[str]) -> Iterator[Found]:
    """The dates with the name of a month; `said`: the words of dates that the text has."""
    for word in said & WORDS:
        for start, end in places(passage.lower, word):
            yield from _named(passage, word, start, end)


def _named(passage: Passage, word: str, start: int, end: int) -> Iterator[Found]:
    """A month by its name, with the day before or after it, and the year."""
    lower, month = passage.lower, _MONTHS[word]
    year = _YEAR_AFTER.match(lower, end)
    if year and UNIT_AFTER.match(lower, year.end()):
        year = None
    is_sure = bool(year) or word not in _AMBIGUOUS or passage.text[start].isupper()
    before = _DAY_BEFORE.search(lower, max(0, start - _DAY_REACH), start)
    stop = year.end() if year else end
    if before and (is_sure or word != "may"):
        if before["first"] and int(before["first"]) < int(before["day"]):
            yield from _day(passage, before["first"], month, year, *before.span("first"))
        yield from _day(passage, before["day"], month, year, before.start("day"), stop)
    elif is_sure and word in _ENGLISH and not year and (after := _DAY_AFTER.match(lower, end)):
        yield from _english(passage, month, start, after)
    elif year:
        yield found(f"{year['year']}-{month:02}", start, stop, 0.9)
    elif (
        is_sure
        and (len(word) > 3 or word == "may")
        and passage.written
        and CUE.search(lower, max(0, start - CUE_REACH), start)
    ):
        yield found(days.month_without_year(month, passage.written), start, end, 0.6)


def _english(passage: Passage, month: int, start: int, after: re.Match[str]) -> Iterator[Found]:
    """ "December 24, 2026", "Dec 24-26"."""
    lower = passage.lower
    if UNIT_AFTER.match(lower, after.end()):
        return
    year = _YEAR_AFTER.match(lower, after.end())
    stop = year.end() if year else after.end()
    if after["last"]:
        yield from _day(passage, after["day"], month, year, start, after.end("day"))
        yield from _day(passage, after["last"], month, year, after.start("last"), stop)
    else:
        yield from _day(passage, after["day"], month, year, start, stop)


def _day(passage: Passage, day: str, month: int, year: re.Match[str] | None, start: int, end: int) -> Iterator[Found]:
    if year:
        yield from maybe(days.iso(int(year["year"]), month, int(day)), start, end)
    elif passage.written:
        yield from maybe(days.without_year(month, int(day), passage.written), start, end, 0.8)
