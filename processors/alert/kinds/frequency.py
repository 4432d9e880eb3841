"""Kind `frequency`: so many different ads with one key within a window of event time.

An ad completes the condition when it is the N-th or a later one within the window that ends with it: the ads
observed in `(t - window, t]`. An ad that arrives late is put where it belongs, and may make an ad after it the N-th.
Which ads complete the condition does not depend on the order of arrival.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from pydantic import Field

from processors.alert.duration import Duration
from processors.alert.hit import LATENESS, MAX_ADS, Hit
from processors.alert.rule import Rule, RuleFile
from processors.alert.seen import digest, first_time
from processors.memory import Memory
from schemas.ad import ScoredAd

TABLE = "frequency"
# Remembered per key, beside those of the count: enough to place late ads, little enough for a key that floods.
SPARE = 200

Event = tuple[int, str, str]  # observed at (ms), ad id, source
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Event]).decode


class FrequencyRule(RuleFile):
    """The throttle is the window unless the rule says otherwise."""

    kind: Literal["frequency"]
    count: int = Field(ge=2, le=1_000)
    window: Duration

    @property
    def period(self) -> int:
        """A burst that goes on is told once a window."""
        return self.throttle or self.window


def hits(
    rules: Sequence[Rule[FrequencyRule]], ad: ScoredAd, memory: Memory
) -> Iterator[tuple[Rule[FrequencyRule], Hit]]:
    """The rules that this ad completes, once for each period of the throttle."""
    for rule in rules:
        if not rule.met(ad):
            continue
        key = rule.key_of(ad)
        if key is not None and first_time(memory, rule.id, ad.ad_id):
            for completed in _count(rule, key, ad, memory):
                yield rule, completed


def _count(rule: Rule[FrequencyRule], key: str, ad: ScoredAd, memory: Memory) -> Iterator[Hit]:
    window, count = rule.file.window, rule.file.count
    place, event = digest(rule.id, key), (ad.observed_ms, ad.ad_id, ad.source)
    events = _within(_load(memory, place), memory.watermark - window - LATENESS)
    insort(events, event)
    del events[: -(count + SPARE)]
    memory.put(TABLE, place, _encode(events), events[-1][0] + window + LATENESS)
    for position in range(bisect_left(events, event), len(events)):
        moment = events[position][0]
        if moment >= event[0] + window:
            return
        together = events[_after(events, moment - window) : position + 1]
        if len(together) >= count:
            yield _hit(rule, key, together)


def _load(memory: Memory, place: bytes) -> list[Event]:
    stored = memory.get(TABLE, place)
    return _decode(stored) if stored else []


def _within(events: list[Event], start: int) -> list[Event]:
    return events[_after(events, start) :]


def _after(events: list[Event], moment: int) -> int:
    """The position of the first event later than `moment`."""
    return bisect_right(events, moment, key=lambda event: event[0])


def _hit(rule: Rule[FrequencyRule], key: str, together: list[Event]) -> Hit:
    at = together[-1][0]
    ads = tuple(event[1] for event in together)[-MAX_ADS:]
    sources = tuple(dict.fromkeys(event[2] for event in together))
    return Hit(key, rule.period_of(at), at, ads, sources, count=len(together))
