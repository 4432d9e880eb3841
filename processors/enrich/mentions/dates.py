"""Dates, as ISO 8601: "24/12/2026" and "24 декабря 2026" are 2026-12-24, "December 2026" is 2026-12; what leaves the
year or more open ("24 Dec", "from Monday", "demain") counts from the day when the ad was written."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from processors.enrich import days
from processors.enrich.passage import Found, Passage
from processors.enrich.phone.gaps import UNIT_AFTER
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("dates")
_LETTERS = re.compile(r"[^\W\d_]+")


def _numbered(name: str) -> dict[str, int]:
    return {word: number for number, row in _TABLE[name].items() for word in words(row)}


def _by_longest_word(phrases: Iterable[str]) -> dict[str, list[frozenset[str]]]:
    """The words of phrases, each phrase under its longest word: a text without that word does not have it."""
    found: dict[str, list[frozenset[str]]] = {}
    for phrase in phrases:
        parts = _LETTERS.findall(phrase)
        found.setdefault(max(parts, key=len), []).append(frozenset(parts))
    return found


_MONTHS, _WEEKDAYS, _UNITS = _numbered("months"), _numbered("weekdays"), _numbered("units")
_RELATIVE, _NEXT_MONTHS = _numbered("relative"), _numbered("relative_months")
_ENGLISH, _AMBIGUOUS = frozenset(words(_TABLE["english"])), frozenset(words(_TABLE["ambiguous"]))

_MONTH_WORDS, _UNIT_WORDS = frozenset(_MONTHS), frozenset(_UNITS)
_WEEKDAY_WORDS = frozenset(max(_LETTERS.findall(name), key=len) for name in _WEEKDAYS)
_RELATIVE_WORDS = _by_longest_word((*_RELATIVE, *_NEXT_MONTHS))
_RELATIVE_KEYS = frozenset(_RELATIVE_WORDS)

_YEAR = r"(?:19|20)\d\d"
# Begins with the separator, of which a text has fewer than digits.
_NUMERIC_HINT = re.compile(rf"[./-](?:\d\d?[./-]\d|{_YEAR}|[01]\d(?<={_YEAR}-\d\d))")
_ISO = re.compile(rf"(?<![\w./-])({_YEAR})([./-])(\d\d?)\2(\d\d?)(?!(?!t\d)[\w/-]|\.\d)")
_FULL = re.compile(rf"(?<![\w./+-])(?<!\d )(\d\d?)([./-])(\d\d?)\2({_YEAR}|\d\d)(?![\w/-]|\.\d)(?! \d\d \d\d)")
_ISO_MONTH = re.compile(rf"(?<![\w./-])({_YEAR})-(0[1-9]|1[0-2])(?![\w/-]|\.\d)")
_MONTH_YEAR = re.compile(rf"(?<![\w./+-])(?<!\d )(0[1-9]|1[0-2])[/-]({_YEAR})(?![\w/-]|\.\d)")
_SHORT = re.compile(r"(?<![\w./:+-])(\d\d?)([./])(\d\d)(?!\w|[/:-]\d|[.,]\d)")
_HAN = re.compile(rf"(?:({_YEAR})年)?(\d\d?)月(\d\d?)[日号]")

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_ORDINAL = rf"(?:{any_of(words(_TABLE['ordinals']))})?\.?"
_JOINT = rf"\s?(?:{any_of(words(_TABLE['joints']))})\s?"
_DAY_BEFORE = re.compile(
    rf"(?<![\w.,:/$€£+#-])(?:(?P<first>{_DAY}){_ORDINAL}{_JOINT})?(?P<day>{_DAY}){_ORDINAL}[\s/-]{{0,2}}"
    rf"(?:{any_of(words(_TABLE['of']))})?\s?$"
)
_DAY_AFTER = re.compile(
    rf"\.?\s(?:the\s)?(?P<day>{_DAY})(?:st|nd|rd|th)?(?:{_JOINT}(?P<last>{_DAY})(?:st|nd|rd|th)?(?![\w:]))?(?![\w:%/]|[.,]\d)"
)
_YEAR_AFTER = re.compile(
    rf"\.?,?[\s/-]{{0,2}}(?:(?:{any_of(words(_TABLE['of']))})\s)?(?P<year>{_YEAR})(?!\d|[.,]\d)"
    rf"(?:\s?(?:{any_of(words(_TABLE['year_mark']))})(?![^\W_]))?"
)
_CUE = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['cues']))})\s{{0,2}}:?\s?$")
_BETWEEN = re.compile(_JOINT)
_PHRASE = re.compile(rf"(?<![^\W_])(?:{any_of((*_RELATIVE, *_NEXT_MONTHS))})(?![^\W_]|'s)")
_AHEAD = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['ahead']))})\s(?P<count>[1-9]\d?)\s$")
_WEEKDAY = re.compile(rf"(?<![^\W_])(?:{any_of(_WEEKDAYS)})(?![^\W_s])")
_BEFORE_WEEKDAY = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['before_weekdays']))})\s$")
_AFTER_WEEKDAY = re.compile(rf"\s(?:{any_of(words(_TABLE['after_weekdays']))})(?![^\W_])")
_GOES_ON = re.compile(rf"\W{{0,3}}(?:(?:{any_of(words(_TABLE['until_weekdays']))})(?![^\W_])|\d)|s(?![^\W_])")
_DOTTED = frozenset(("de", "ru", "uk", "ro", "pl", "bg", "tr", "cs", "sk", "hu", "sr", "hr"))
_CUE_REACH, _DAY_REACH = 22, 26
_MOST = 20  # places in a text where one word is looked at


def detect(passage: Passage) -> Iterator[Found]:
    """The dates of a passage."""
    lower, written = passage.lower, passage.written
    if _NUMERIC_HINT.search(lower):
        yield from _numeric(passage)
    for word in passage.words & _MONTH_WORDS:
        for start, end in _places(lower, word):
            yield from _named(passage, word, start, end)
    if "月" in lower:
        yield from _han(lower, written)
    if written:
        if "/" in lower or passage.language in _DOTTED:
            yield from _short(passage, written)
        for word in passage.words & _WEEKDAY_WORDS:
            for start, end in _places(lower, word):
                yield from _weekday(lower, start, end, written)
        for word in passage.words & _UNIT_WORDS:
            for start, end in _places(lower, word):
                yield from _ahead(lower, start, end, written)
        if any(_says(passage.words, word) for word in passage.words & _RELATIVE_KEYS):
            yield from _phrases(lower, written)


def _places(lower: str, word: str) -> Iterator[tuple[int, int]]:
    """Where a word stands by itself; a day or year may touch it."""
    at = -1
    for _ in range(_MOST):
        at = lower.find(word, at + 1)
        if at < 0:
            return
        end = at + len(word)
        if not lower[max(0, at - 1) : at].isalpha() and not lower[end : end + 1].isalpha():
            yield at, end


def _numeric(passage: Passage) -> Iterator[Found]:
    """Days and months in digits, with the year."""
    lower = passage.lower
    for match in _ISO.finditer(lower):
        yield from _maybe(days.iso(int(match[1]), int(match[3]), int(match[4])), *match.span())
    for match in _FULL.finditer(lower):
        if len(match[4]) == 4 or (match[2] != "-" and _is_near(days.full_year(match[4]), passage.written)):
            day, month = days.day_and_month(int(match[1]), int(match[3]), passage.country, passage.language)
            yield from _maybe(days.iso(days.full_year(match[4]), month, day), *match.span())
    for match in _ISO_MONTH.finditer(lower):
        yield _found(match[0], *match.span(), 0.8)
    for match in _MONTH_YEAR.finditer(lower):
        yield _found(f"{match[2]}-{match[1]}", *match.span(), 0.8)


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
        if not (joined or _CUE.search(lower, max(0, start - _CUE_REACH), start)) or UNIT_AFTER.match(lower, end):
            continue
        day, month = days.day_and_month(int(match[1]), int(match[3]), passage.country, passage.language)
        if value := days.without_year(month, day, written):
            done = end
            yield _found(value, start, end, 0.7)


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
        yield _found(f"{year['year']}-{month:02}", start, stop, 0.9)
    elif (
        is_sure
        and (len(word) > 3 or word == "may")
        and passage.written
        and _CUE.search(lower, max(0, start - _CUE_REACH), start)
    ):
        yield _found(days.month_without_year(month, passage.written), start, end, 0.6)


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
        yield from _maybe(days.iso(int(year["year"]), month, int(day)), start, end)
    elif passage.written:
        yield from _maybe(days.without_year(month, int(day), passage.written), start, end, 0.8)


def _han(lower: str, written: date | None) -> Iterator[Found]:
    for match in _HAN.finditer(lower):
        month, day = int(match[2]), int(match[3])
        if match[1]:
            yield from _maybe(days.iso(int(match[1]), month, day), *match.span())
        elif written:
            yield from _maybe(days.without_year(month, day, written), *match.span(), 0.8)


def _weekday(lower: str, at: int, stop: int, written: date) -> Iterator[Found]:
    """ "from Monday", "lundi prochain"; not "Monday to Friday", "on Mondays", "Monday 24"."""
    match = _WEEKDAY.search(lower, max(0, at - len("п'")), stop + len("-feira"))
    if not match:
        return
    start, end = match.span()
    before = _BEFORE_WEEKDAY.search(lower, max(0, start - _CUE_REACH), start)
    after = _AFTER_WEEKDAY.match(lower, end)
    if (before or after) and not _GOES_ON.match(lower, after.end() if after else end):
        first = before.start() if before else start
        yield _found(days.next_weekday(_WEEKDAYS[match[0]], written), first, after.end() if after else end, 0.8)


def _ahead(lower: str, start: int, end: int, written: date) -> Iterator[Found]:
    """ "in 3 days": `start` and `end` are of the unit."""
    follows_number = lower[max(0, start - 2) : start - 1].isdigit()
    if follows_number and (said := _AHEAD.search(lower, max(0, start - _DAY_REACH), start)):
        count = int(said["count"]) * _UNITS[lower[start:end]]
        yield _found(days.days_ahead(count, written), said.start(), end, 0.6)


def _says(said: frozenset[str], word: str) -> bool:
    """Are all words of one of the phrases there whose longest is `word`?"""
    return any(parts <= said for parts in _RELATIVE_WORDS[word])


def _phrases(lower: str, written: date) -> Iterator[Found]:
    for match in _PHRASE.finditer(lower):
        phrase = " ".join(match[0].split())
        if phrase in _RELATIVE:
            yield _found(days.days_ahead(_RELATIVE[phrase], written), *match.span(), 0.9)
        else:
            yield _found(days.months_ahead(_NEXT_MONTHS[phrase], written), *match.span(), 0.8)


def _maybe(value: str | None, start: int, end: int, confidence: float = 0.95) -> Iterator[Found]:
    if value:
        yield _found(value, start, end, confidence)


def _found(value: str, start: int, end: int, confidence: float) -> Found:
    return Found(MentionKind.DATE, value, start, end, "dates", None, confidence)
