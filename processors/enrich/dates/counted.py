"""Dates counted from the day of writing: "tomorrow", "from Monday", "in 3 days", "next month"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from processors.enrich.dates import days
from processors.enrich.dates.parts import CUE_REACH, LETTERS, TABLE, found, numbered
from processors.enrich.passage import Found, Passage, places
from processors.enrich.tables import words
from processors.enrich.trie import any_of


def _by_longest_word(phrases: Iterable[str]) -> dict[str, list[frozenset[str]]]:
    """The words of phrases, each phrase under its longest word: a text without that word does not have it."""
    phrases_of: dict[str, list[frozenset[str]]] = {}
    for phrase in phrases:
        parts = LETTERS.findall(phrase)
        phrases_of.setdefault(max(parts, key=len), []).append(frozenset(parts))
    return phrases_of


_WEEKDAYS, _UNITS = numbered("weekdays"), numbered("units")
_RELATIVE, _NEXT_MONTHS = numbered("relative"), numbered("relative_months")
_UNIT_WORDS = frozenset(_UNITS)
_WEEKDAY_WORDS = frozenset(max(LETTERS.findall(name), key=len) for name in _WEEKDAYS)
_RELATIVE_WORDS = _by_longest_word((*_RELATIVE, *_NEXT_MONTHS))
_RELATIVE_KEYS = frozenset(_RELATIVE_WORDS)
WORDS = _UNIT_WORDS | _WEEKDAY_WORDS | _RELATIVE_KEYS

_PHRASE = re.compile(rf"(?<![^\W_])(?:{any_of((*_RELATIVE, *_NEXT_MONTHS))})(?![^\W_]|'s)")
_AHEAD = re.compile(rf"(?<![^\W_])(?:{any_of(words(TABLE['ahead']))})\s(?P<count>[1-9]\d?)\s$")
_WEEKDAY = re.compile(rf"(?<![^\W_])(?:{any_of(_WEEKDAYS)})(?![^\W_s])")
_BEFORE_ENDS = frozenset(phrase.split()[-1] for phrase in words(TABLE["before_weekdays"]))
_BEFORE_WEEKDAY = re.compile(rf"(?<![^\W_])(?:{any_of(words(TABLE['before_weekdays']))})\s$")
_AFTER_WEEKDAY = re.compile(rf"\s(?:{any_of(words(TABLE['after_weekdays']))})(?![^\W_])")
_GOES_ON = re.compile(rf"\W{{0,3}}(?:(?:{any_of(words(TABLE['until_weekdays']))})(?![^\W_])|\d)|s(?![^\W_])")
_AHEAD_REACH = 26


def from_writing(passage: Passage, said: frozenset[str]) -> Iterator[Found]:
    """The dates that count from the day of writing, none where that is not known; `said`: the words of dates that the
    text has."""
    lower, written = passage.lower, passage.written
    if not written:
        return
    for word in said & _WEEKDAY_WORDS:
        for start, end in places(lower, word):
            yield from _weekday(lower, start, end, written)
    for word in said & _UNIT_WORDS:
        for start, end in places(lower, word):
            yield from _ahead(lower, start, end, written)
    if any(_says(passage.words, word) for word in said & _RELATIVE_KEYS):
        yield from _phrases(lower, written)


def _weekday(lower: str, at: int, stop: int, written: date) -> Iterator[Found]:
    """ "from Monday", "lundi prochain"; not "Monday to Friday", "on Mondays", "Monday 24"."""
    match = _WEEKDAY.search(lower, max(0, at - len("п'")), stop + len("-feira"))
    if not match:
        return
    start, end = match.span()
    reach = max(0, start - CUE_REACH)
    announced = _BEFORE_ENDS.issuperset(lower[reach:start].split()[-1:])
    before = _BEFORE_WEEKDAY.search(lower, reach, start) if announced else None
    after = _AFTER_WEEKDAY.match(lower, end)
    if (before or after) and not _GOES_ON.match(lower, after.end() if after else end):
        first = before.start() if before else start
        yield found(days.next_weekday(_WEEKDAYS[match[0]], written), first, after.end() if after else end, 0.8)


def _ahead(lower: str, start: int, end: int, written: date) -> Iterator[Found]:
    """ "in 3 days": `start` and `end` are of the unit."""
    follows_number = lower[max(0, start - 2) : start - 1].isdigit()
    if follows_number and (said := _AHEAD.search(lower, max(0, start - _AHEAD_REACH), start)):
        count = int(said["count"]) * _UNITS[lower[start:end]]
        yield found(days.days_ahead(count, written), said.start(), end, 0.6)


def _says(said: frozenset[str], word: str) -> bool:
    """Are all words of one of the phrases there whose longest is `word`?"""
    return any(parts <= said for parts in _RELATIVE_WORDS[word])


def _phrases(lower: str, written: date) -> Iterator[Found]:
    for match in _PHRASE.finditer(lower):
        phrase = " ".join(match[0].split())
        if phrase in _RELATIVE:
            yield found(days.days_ahead(_RELATIVE[phrase], written), *match.span(), 0.9)
        else:
            yield found(days.months_ahead(_NEXT_MONTHS[phrase], written), *match.span(), 0.8)
