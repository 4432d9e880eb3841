"""Kinds that count within a window and tell at once: what completes them does not depend on the order of arrival.

For each rule and key there is a list of what was seen, in event time. An ad that arrives late is put where it belongs,
and may complete a window that ends with an ad after it. Adding an ad can complete a window and never undo one.
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from processors.alert.alarms import AlertMemory
from processors.alert.hit import LATENESS, MAX_ADS, Event, Hit
from processors.alert.rule import Rule
from processors.alert.seen import digest
from schemas.ad import ScoredAd

TABLE = "window"
MAX_EVENTS = 2_000  # of one key, whatever the rule counts


class Windowed(NamedTuple):
    """How a kind counts: the values it sees in an ad, how many events of a value it needs, what it counts of events
    within a window, and whether these, of that number, complete it."""

    values: Callable[[Rule[Any], ScoredAd], Iterable[str]]
    needed: Callable[[Rule[Any]], int]
    number: Callable[[Rule[Any], Sequence[Event]], int]  # the number to be told
    reached: Callable[[Rule[Any], Sequence[Event], int], bool]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Event]).decode


def hits(
    how: Windowed, rules: Sequence[Rule[Any]], ad: ScoredAd, memory: AlertMemory
) -> Iterator[tuple[Rule[Any], Hit]]:
    """The rules that this ad completes, once for each period of the throttle. An ad counts when it is first seen."""
    for rule in rules:
        if not rule.met(ad):
            continue
        for key in rule.keys_of(ad):
            values = [v for v in how.values(rule, ad) if memory.counted.first_time(*rule.once(key), v)]
            if values:
                for hit in _count(how, rule, key, ad, values, memory):
                    yield rule, hit


def _count(
    how: Windowed, rule: Rule[Any], key: str, ad: ScoredAd, values: list[str], memory: AlertMemory
) -> Iterator[Hit]:
    window, place = rule.file.window, digest(rule.id, key)
    events = _since(_load(memory, place), memory.watermark - window - LATENESS)
    for value in values:
        insort(events, Event(memory.moment, ad.ad_id, ad.source, value))
    events = _bounded(events, how.needed(rule))
    memory.put(TABLE, place, _encode(events), events[-1].at + window + LATENESS)
    for position in range(bisect_left(events, (memory.moment, ad.ad_id)), len(events)):
        moment = events[position].at
        if moment >= memory.moment + window:
            return
        together = events[_after(events, moment - window) : position + 1]
        count = how.number(rule, together)
        if how.reached(rule, together, count):
            yield _hit(rule, key, together, count)


def _load(memory: AlertMemory, place: bytes) -> list[Event]:
    stored = memory.get(TABLE, place)
    return _decode(stored) if stored else []


def _since(events: list[Event], start: int) -> list[Event]:
    return events[_after(events, start) :]


def _after(events: list[Event], moment: int) -> int:
    """The position of the first event later than `moment`."""
    return bisect_right(events, moment, key=lambda event: event.at)


def _bounded(events: list[Event], needed: int) -> list[Event]:
    """At most so many of each value, the newest: a key that floods loses what only a late ad could ask for."""
    if len(events) <= needed:
        return events
    kept, numbers = [], Counter[str]()
    for event in reversed(events):
        numbers[event.value] += 1
        if numbers[event.value] <= needed:
            kept.append(event)
    return kept[MAX_EVENTS - 1 :: -1]


def _hit(rule: Rule[Any], key: str, together: Sequence[Event], count: int) -> Hit:
    at = together[-1].at
    ads = tuple(dict.fromkeys(event.ad_id for event in together))[-MAX_ADS:]
    sources = tuple(dict.fromkeys(event.source for event in together))
    return Hit(key, rule.period_of(at), at, ads, sources, count=count, events=tuple(together))
