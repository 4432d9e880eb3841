"""Working and opening hours: "9am-5pm", "24/7", "12 hours a day", "6 jours sur 7"."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("times")
_COUNTED = {word: what for what, row in _TABLE["counted"].items() for word in words(row)}
_PER = {word: per for per, row in _TABLE["per"].items() for word in words(row)}

_START = r"\d(?<![\d.,:/$€£]\d)"
_ALWAYS = re.compile(r"24(?<![\d/]24)\s?h?\s?/\s?(?:7|24)(?:\s?j)?(?![\w/])|24h24(?!\w)|h24(?!\w)")
_PER_DAY = re.compile(
    rf"{_START}\d?(?:\s?(?:{any_of(words(_TABLE['until']))})\s?\d\d?)?\s?-?\s?(?P<what>{any_of(_COUNTED)})\s?"
    rf"(?:{any_of(words(_TABLE['between']))})\s?(?P<per>{any_of(_PER)})(?![^\W_])"
)
_CLOCK = r"(?:\s?[:h.]\s?(?P<{0}_minute>[0-5]\d)(?!\d)|\s?h)?\s?(?P<{0}_half>[ap](?:\.m\.|m))?"
_FROM_TO = re.compile(
    rf"(?P<a>{_START}\d?){_CLOCK.format('a')}\s?(?:{any_of(words(_TABLE['until']))})\s?(?P<b>\d\d?){_CLOCK.format('b')}"
    r"(?![\w%€$£]|[.,]\d)"
)
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")
_MOST = {("h", "day"): 24, ("h", "week"): 120, ("days", "week"): 7}


def detect(passage: Passage) -> Iterator[Found]:
    """Hours as "09:00-17:00", "24/7", "12 h/day", "6 days/week"."""
    lower = passage.lower
    for match in _ALWAYS.finditer(lower):
        if not lower[match.start() - 1 : match.start()].isalnum():
            yield _found("24/7", *match.span())
    for match in _PER_DAY.finditer(lower):
        if value := _frequency(match):
            yield _found(value, *match.span())
    for match in _FROM_TO.finditer(lower):
        if value := _range(match):
            yield _found(value, *match.span())


def _frequency(match: re.Match[str]) -> str | None:
    what, per = _COUNTED[match["what"]], _PER[match["per"]]
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
