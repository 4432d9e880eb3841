"""Working and opening hours, days off and shifts: "9am-5pm", "24/7", "12 hours a day", "6 jours sur 7", "one day off a
week", "night shift"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phone.pieces import VALUES
from processors.enrich.phrases import Phrases
from processors.enrich.signs import sign
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("times")
_COUNTED = {word: what for what, row in _TABLE["counted"].items() for word in words(row)}
_OFF_PER = {word: per for per, row in _TABLE["off_per"].items() for word in words(row)}
_PER = {word: per for per, row in _TABLE["per"].items() for word in words(row)}
_ALONE = {word: per for per, row in _TABLE["per_alone"].items() for word in words(row)}

_START = r"\d(?<![\d.,:/$€£]\d)"
_ALWAYS = re.compile(r"24(?<![\d/]24)\s?h?\s?/\s?(?:7|24)(?:\s?j)?(?![\w/])|24h24(?!\w)|h24(?!\w)")
_ALL_DAY = sign(r"24\s?h?\s?/\s?(?:7|24)|h24|24h24")
_PER_DAY = re.compile(
    rf"{_START}\d?(?:\s?(?:{any_of(words(_TABLE['until']))})\s?\d\d?)?\s?-?\s?(?P<what>{any_of(_COUNTED)})\s?"
    rf"(?:(?:{any_of(words(_TABLE['between']))})\s?(?P<per>{any_of(_PER)})|(?P<alone>{any_of(_ALONE)}))(?![^\W_])"
)
_COUNTED_PER = sign(rf"\d\s?-?\s?{any_of(_COUNTED)}\s?(?:{any_of(words(_TABLE['between']))}|{any_of(_ALONE)})")
_CLOCK = r"(?:\s?[:h.]\s?(?P<{0}_minute>[0-5]\d)(?!\d)|\s?h)?\s?(?P<{0}_half>[ap](?:\.m\.|m))?"
_FROM_TO = re.compile(
    rf"(?P<a>{_START}\d?){_CLOCK.format('a')}\s?(?:{any_of(words(_TABLE['until']))})\s?(?P<b>\d\d?){_CLOCK.format('b')}"
    r"(?![\w%€$£]|[.,]\d)"
)
_UNTIL = any_of(words(_TABLE["until"]))
_HALF = r"[ap](?:\.m\.|m)"
# A time, and not just a number, on one side of "until".
_TIMES = sign(
    rf"(?:[:h.]\s?\d\d|h|{_HALF})\s{{0,2}}(?:{_UNTIL})\s?\d|\d\s{{0,2}}(?:{_UNTIL})\s?\d\d?\s?(?:[:h.]|{_HALF})"
    rf"|\d\s{{0,2}}(?:{any_of(word for word in words(_TABLE['until']) if 'h' in word)})\s?\d"
)
_OFF = re.compile(
    rf"(?:{any_of(words(_TABLE['off']))})(?![^\W_])(?:\s?(?:{any_of(words(_TABLE['between']))})?\s?(?P<per>{any_of(_OFF_PER)}))?(?![^\W_])"
)
_COUNT_BEFORE = re.compile(r"(?<![^\W_])(\d|[^\W\d_]{1,12})\s?$")
_OFF_WORDS = frozenset(re.findall(r"[^\W\d_]+", _TABLE["off"]))
_ONE = {"o": {"ro": 1}}  # an article, too short for a digit of a phone number
_NONE = frozenset(words(_TABLE["none"]))
_SHIFTS = Phrases({f"shift:{name}": f"{row} shift:{name}" for name, row in _TABLE["shifts"].items()})
_SHIFT_LENGTH = re.compile(rf"(?P<count>{_START}\d?)\s?-?\s?(?:{any_of(words(_TABLE['shift_hours']))})(?![^\W_])")
_OF_SHIFT = sign(rf"\d\s?-?\s?(?:{any_of(words(_TABLE['shift_hours']))})")
_LONGEST_SHIFT = 24
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_REACH = 16
_MOST = {("h", "day"): 24, ("h", "week"): 120, ("days", "week"): 7}


def detect(passage: Passage) -> Iterator[Found]:
    """Hours as "09:00-17:00", "24/7", "12 h/day", "6 days/week", "1 days off/week", "shift:night", "12 h/shift"."""
    lower, signs = passage.lower, passage.signs
    for match in _ALWAYS.finditer(lower) if _ALL_DAY in signs else ():
        if not lower[match.start() - 1 : match.start()].isalnum():
            yield _found("24/7", *match.span())
    for match in _PER_DAY.finditer(lower) if _COUNTED_PER in signs else ():
        if value := _frequency(match):
            yield _found(value, *match.span())
    for match in _FROM_TO.finditer(lower) if _TIMES in signs else ():
        if value := _range(match):
            yield _found(value, *match.span())
    if not passage.words.isdisjoint(_OFF_WORDS):
        yield from _days_off(passage)
    for value, start, end in _SHIFTS.find(passage):
        yield _found(value, start, end)
    for match in _SHIFT_LENGTH.finditer(lower) if _OF_SHIFT in signs else ():
        if 0 < int(match["count"]) <= _LONGEST_SHIFT:
            yield _found(f"{match['count']} h/shift", *match.span())


def _days_off(passage: Passage) -> Iterator[Found]:
    """ "2 days off a week", "sans jour de repos" (0); a week is meant where nothing else is said."""
    lower = passage.lower
    for match in _OFF.finditer(lower):
        counted = _COUNT_BEFORE.search(lower, max(0, match.start() - _REACH), match.start())
        count = _count(counted[1], passage.language) if counted else None
        if counted and count is not None:
            per = _OFF_PER[match["per"]] if match["per"] else "week"
            yield _found(f"{count} days off/{per}", counted.start(1), match.end())


def _count(written: str, language: str | None) -> int | None:
    if written.isdecimal() or written in _NONE:
        return int(written) if written.isdecimal() else 0
    values = _ONE.get(written) or VALUES.get(written, {})
    return values.get(language or "", values.get("en"))


def _frequency(match: re.Match[str]) -> str | None:
    what = _COUNTED[" ".join(match["what"].split())]
    per = _PER[match["per"]] if match["per"] else _ALONE[match["alone"]]
    number = _LAST_NUMBER.search(match[0][: match.start("what") - match.start()])
    count = int(number[0]) if number else 0
    return f"{count} {what}/{per}" if 0 < count <= _MOST.get((what, per), 0) else None


def _range(match: re.Match[str]) -> str | None:
    """Both ends on a 24-hour clock; None when nothing says that these are times."""
    first, last = int(match["a"]), int(match["b"])
    halves = (match["a_half"] or "", match["b_half"] or "")
    if not (any(halves) or match["a_minute"] or match["b_minute"] or "h" in match[0]) or first > 24 or last > 24:
        return None
    half = halves[0] or ("" if halves[1].startswith("p") and first > last else halves[1])
    return f"{_clock(first, match['a_minute'], half)}-{_clock(last, match['b_minute'], halves[1])}"


def _clock(hour: int, minute: str | None, half: str) -> str:
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute or '00'}"


def _found(value: str, start: int, end: int) -> Found:
    return Found(MentionKind.HOURS, value, start, end, "hours")
