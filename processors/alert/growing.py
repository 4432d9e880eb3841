"""Throttles that grow: `{every: 1h, up_to: 24h}` doubles the period while alerts keep coming, and halves it in quiet.

After an alert its key is silent for a period. If the next hit comes within another period of that, the period doubles,
at most to `up_to`; for each period of quiet after that it halves, at least to `every`. Hits are taken in event time:
those of kinds that tell at once wait for the lateness first, so the order of arrival does not matter.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from processors.alert.about import restore
from processors.alert.alarms import AlertMemory
from processors.alert.fold import Observed, taken, wait
from processors.alert.hit import MAX_ADS, Hit
from processors.alert.rule import Rule
from processors.alert.seen import DAY, digest
from schemas.ad import ScoredAd

TABLE, LANE = "growing", b"g"
KEEP = 60 * DAY

State = tuple[int, int]  # told at, period
_FIELDS = ("key", "window", "at", "ads", "sources", "count", "contact", "before", "after", "value")
_encode = msgspec.msgpack.Encoder().encode
_state = msgspec.msgpack.Decoder(State).decode


def later(rule: Rule[Any], hit: Hit, ad: ScoredAd, memory: AlertMemory) -> None:
    """Let a hit wait for its turn."""
    said = [getattr(hit, name) for name in _FIELDS]
    seen = Observed(hit.at, f"{hit.window} {hit.ads[-1]}", "", hit.key, hit.key, said, memory.brief(ad), hit.events)
    wait(rule, LANE, seen, rule.file.waits, memory)


def settle(rule: Rule[Any], place: bytes, memory: AlertMemory) -> Iterator[Hit]:
    """The hits that waited at a place, whose turn has come and that the throttle lets through."""
    for seen in taken(memory, place, memory.settled(rule.file.waits)):
        if _through(rule, seen.key, seen.at, memory):
            yield _hit(seen)


def _hit(seen: Observed) -> Hit:
    """What waited, as it was; less the ads that were erased meanwhile, for which the list of ads went as a whole."""
    said = list(seen.value)
    if len(said) < len(_FIELDS):
        said.insert(_FIELDS.index("ads"), [seen.ad_id.rpartition(" ")[2]])
    hit = Hit(*said)
    counted = tuple(dict.fromkeys(event.ad_id for event in seen.events))[-MAX_ADS:]
    ads, sources = counted or tuple(hit.ads), tuple(hit.sources)
    return replace(hit, ads=ads, sources=sources, events=seen.events, about=restore(seen.brief))


def lets_through(rule: Rule[Any], hit: Hit, memory: AlertMemory) -> bool:
    """Whether a hit that comes in order may be told; if so it is taken as told."""
    return _through(rule, hit.key, hit.at, memory)


def _through(rule: Rule[Any], key: str, at: int, memory: AlertMemory) -> bool:
    place = digest(rule.name, key)
    stored = memory.get(TABLE, place)
    period = grown(_state(stored) if stored else None, at, rule.file.throttle.every, rule.file.throttle.up_to)
    if period is None:
        return False
    memory.put(TABLE, place, _encode((at, period)), at + KEEP)
    return True


def grown(state: State | None, at: int, every: int, up_to: int) -> int | None:
    """The period after an alert told at `at`; None when it may not be told."""
    if state is None:
        return every
    told, period = state
    quiet = at - told - period
    if quiet < 0:
        return None
    return min(2 * period, up_to) if quiet < period else max(every, period >> min(quiet // period, 40))
