"""Kinds that compare each ad with those before it: evaluated strictly in event time, whatever the order of arrival.

What is observed waits until the watermark has passed it by the rule's lateness; then it takes its turn. What comes
later than that is too late: it meets no such rule, and is counted in the log. So the same ads give the same alerts in
every order of arrival within the lateness, and an alert comes that much after its ad.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, NamedTuple

import msgspec

from processors.alert.about import restore
from processors.alert.alarms import AlertMemory
from processors.alert.hit import Event, Hit
from processors.alert.rule import Rule
from processors.alert.seen import DAY, digest
from schemas.ad import ScoredAd

WAITING, STATE = "waiting", "fold"
KEEP = 180 * DAY  # how long a key without a new ad stays known
TURN = 1_000  # ms: what waits is looked at once in so much event time and not ad by ad


class Observed(msgspec.Struct, array_like=True, frozen=True):
    """What was observed of a key, as it waits for its turn."""

    at: int
    ad_id: str
    source: str
    group: str
    key: str  # of the alert
    value: Any
    brief: bytes = b""  # the ad, for the alert
    events: tuple[Event, ...] = ()  # what was counted, of a hit that waits; earlier versions pass over it


class Step(NamedTuple):
    """What a kind remembers of a group afterwards, and the hit if there is one."""

    state: Any
    hit: Hit | None = None


class Folded(NamedTuple):
    """How a kind goes on: what it observes in an ad, as (group, alert's key, value), and one step."""

    observe: Callable[[Rule[Any], ScoredAd, AlertMemory], Iterable[tuple[str, str, Any]]]
    step: Callable[[Rule[Any], Any, Observed], Step]
    tells: Callable[[Any], bool] = lambda value: True  # whether an ad with that value can be what an alert is about


_encode = msgspec.msgpack.Encoder().encode
_observed = msgspec.msgpack.Decoder(Observed).decode
_anything = msgspec.msgpack.Decoder().decode


def hits(how: Folded, rules: Sequence[Rule[Any]], ad: ScoredAd, memory: AlertMemory) -> Iterator[tuple[Rule[Any], Hit]]:
    """Nothing yet: what is observed waits for its turn."""
    for rule in rules:
        if not rule.met(ad):
            continue
        for group, key, value in how.observe(rule, ad, memory):
            if memory.moment < memory.settled(rule.file.lateness):
                memory.note_late(ad)
                continue
            brief = memory.brief(ad) if how.tells(value) else b""
            seen = Observed(memory.moment, ad.ad_id, ad.source, group, key, value, brief)
            wait(rule, b"k", seen, rule.file.lateness, memory)
    yield from ()


def settle(how: Folded, rule: Rule[Any], place: bytes, memory: AlertMemory) -> Iterator[Hit]:
    """The hits of what waited for a rule and whose moment is now settled."""
    states: dict[str, Any] = {}
    last: dict[str, int] = {}
    for seen in taken(memory, place, memory.settled(rule.file.lateness)):
        if seen.group not in states:
            stored = memory.get(STATE, digest(rule.name, seen.group))
            states[seen.group] = _anything(stored) if stored else None
        states[seen.group], hit = how.step(rule, states[seen.group], seen)
        last[seen.group] = seen.at
        if hit is not None:
            yield replace(hit, about=restore(seen.brief))
    for group, state in states.items():
        memory.put(STATE, digest(rule.name, group), _encode(state), max(last[group], memory.watermark) + KEEP)


def wait(rule: Rule[Any], lane: bytes, seen: Observed, lateness: int, memory: AlertMemory) -> None:
    """Let something observed wait until its moment is settled; the same twice is once."""
    place = rule.place(lane)
    row = place + seen.at.to_bytes(8, "big") + digest(seen.group, seen.ad_id)[:8]
    memory.tx.put(WAITING, row, _encode(seen))
    due = seen.at + lateness + 1
    memory.alarms.set(due + -due % TURN, rule, place, lane)


def taken(memory: AlertMemory, place: bytes, before: int) -> list[Observed]:
    """What waited at a place from before a moment, in order; it no longer waits."""
    end = place + max(before, 0).to_bytes(8, "big")
    rows = list(takewhile(lambda row: row[0] < end, memory.tx.scan(WAITING, place)))
    for key, _ in rows:
        memory.tx.delete(WAITING, key)
    return [_observed(value) for _, value in rows]
