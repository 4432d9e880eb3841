"""Dates in digits: "24/12/2026", "2026-12", "from 24/12 to 31/12", "12月24日"."""

import re
from collections.abc import Iterator
from datetime import date

from processors.enrich.dates import days
from processors.enrich.dates.parts import CUE, CUE_REACH, JOINT, YEAR, found, maybe
from processors.enrich.passage import Found, Passage
from processors.enrich.phone.gaps import UNIT_AFTER
from processors.enrich.signs import sign

_NUMERIC_HINT = sign(rf"\d[./-](?:\d\d?[./-]\d|{YEAR})|{YEAR}-[01]\d")
_ISO = re.compile(rf"(?<![\w./-])({YEAR})([./-])(\d\d?)\2(\d\d?)(?!(?!t\d)[\w/-]|\.\d)")
_FULL = re.compile(rf"(?<![\w./+-])(?<!\d )(\d\d?)([./-])(\d\d?)\2({YEAR}|\d\d)(?![\w/-]|\.\d)(?! \d\d \d\d)")
_ISO_MONTH = re.compile(rf"(?<![\w./-])({YEAR})-(0[1-9]|1[0-2])(?![\w/-]|\.\d)")
_MONTH_YEAR = re.compile(rf"(?<![\w./+-])(?<!\d )(0[1-9]|1[0-2])[/-]({YEAR})(?![\w/-]|\.\d)")
_SHORT = re.compile(r"(?<![\w./:+-])(\d\d?)([./])(\d\d)(?!\w|[/:-]\d|[.,]\d)")
_HAN = re.compile(rf"(?:({YEAR})年)?(\d\d?)月(\d\d?)[日号]")
_BETWEEN = re.compile(JOINT)
_DOTTED = frozenset(("de", "ru", "uk", "ro", "pl", "bg", "tr", "cs", "sk", "hu", "sr", "hr"))


def in_digits(passage: Passage) -> Iterator[Found]:
    """The dates that are written with digits and signs."""
    lower, written = passage.lower, passage.written
    if _NUMERIC_HINT in passage.signs:
        yield from _numeric(passage)
    if written and ("/" in lower or passage.language in _DOTTED):
        yield from _short(passage, written)
    if "月" in lower:
        yield from _han(lower, written)


def _numeric(passage: Passage) -> Iterator[Found]:
    """Days and months in digits, with the year."""
    lower = passage.lower
    for match in _ISO.finditer(lower):
        yield from maybe(days.iso(int(match[1]), int(match[3]), int(match[4])), *match.span())
    for match in _FULL.finditer(lower):
        if len(match[4]) == 4 or (match[2] != "-" and _is_near(days.full_year(match[4]), passage.written)):
            day, month = days.day_and_month(int(match[1]), int(match[3]), passage.country, passage.language)
            yield from maybe(days.iso(days.full_year(match[4]), month, day), *match.span())
    for match in _ISO_MONTH.finditer(lower):
        yield found(match[0], *match.span(), 0.8)
    for match in _MONTH_YEAR.finditer(lower):
        yield found(f"{match[2]}-{match[1]}", *match.span(), 0.8)


def _is_near(year: int, written: date | None) -> bool:
    """Two digits are a year when it is one that an ad would speak of."""
    return written is None or written.year - 5 <= year <= written.year + 5


def _short(passage: Passage, written: date) -> Iterator[Found]:
    """ "from 24/12 to 31/12": without a year only after a word that says so, or after such a date."""
    lower, done = passage.lower, -1
    for match in _SHORT.finditer(lower):
        start, end = match.span()
        joined = done >= 0 and _BETWEEN.fullmatch(lower, done, start)
        if match[2] == "." and (passage.language not in _DOTTED or len(match[1]) < 2):
            continue
        if not (joined or CUE.search(lower, max(0, start - CUE_REACH), start)) or UNIT_AFTER.match(lower, end):
            continue
        day, month = days.day_and_month(int(match[1]), int(match[3]), passage.country, passage.language)
        if value := days.without_year(month, day, written):
            done = end
            yield found(value, start, end, 0.7)


def _han(lower: str, written: date | None) -> Iterator[Found]:
    for match in _HAN.finditer(lower):
        month, day = int(match[2]), int(match[3])
        if match[1]:
            yield from maybe(days.iso(int(match[1]), month, day), *match.span())
        elif written:
            yield from maybe(days.without_year(month, day, written), *match.span(), 0.8)
