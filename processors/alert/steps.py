"""Windows cut into steps: what is remembered of a key that is counted in them, and when its windows end.

The window is cut into STEPS steps on a fixed grid of event time. Each ad is counted in the step it belongs to, also
when it comes late. Once the watermark has passed the end of a step by the rule's lateness nothing can change it any
more; then the window that ends there is judged, once. So the order of arrival does not matter, a busy key costs no
more to remember than a quiet one, and an alert comes a step and the lateness after what it tells.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from processors.alert.alarms import NEVER, AlertMemory
from processors.alert.rule import Rule
from schemas.ad import ScoredAd

SLOTS, HEAD = "slots", "buckets"
STEPS = 12


class Slot(msgspec.Struct, array_like=True):
    """What was counted in one step; nothing in it depends on the order of arrival."""

    count: int = 0
    matched: int = 0
    total: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")
    values: list[str] = []
    first: list[tuple[int, str, str]] = []  # (at, ad id, source) of the first ads
    brief: bytes = b""  # of the very first


class Head(msgspec.Struct, array_like=True):
    """Where a key stands."""

    key: str
    runs: list[tuple[int, int]]  # starts of the first and last step of each time it was heard of without a long gap
    closed: int  # end of the last window judged
    due: int = 0  # the moment of its next alarm

    @property
    def last(self) -> int:
        """The start of its newest step."""
        return self.runs[-1][1]


class Weight(NamedTuple):
    """What one ad adds to its step."""

    matched: bool = False
    number: float | None = None
    value: str = ""


class Verdict(NamedTuple):
    """Why a window is told."""

    number: int
    value: str = ""
    before: str = ""


class Series:
    """The steps of a key, as a kind judges them: sums over spans of event time that begin and end on the grid."""

    def __init__(self, since: int, slots: dict[int, Slot]) -> None:
        self.since = since  # when the key was first heard of, without a long gap
        self._slots = slots

    def between(self, start: int, end: int) -> list[Slot]:
        """The steps that start in [start, end)."""
        return [slot for at, slot in sorted(self._slots.items()) if start <= at < end]

    def count(self, start: int, end: int) -> int:
        """How many ads were counted in [start, end)."""
        return sum(slot.count for at, slot in self._slots.items() if start <= at < end)


class Bucketed(NamedTuple):
    """How a kind weighs an ad, how it judges the window that ends at a moment, and how many windows it looks back."""

    weigh: Callable[[Rule[Any], ScoredAd], Weight | None]
    judge: Callable[[Rule[Any], Series, int], Verdict | None]
    reach: Callable[[Rule[Any]], int]  # ms after the newest step for which windows are judged
    history: Callable[[Rule[Any], int], int]  # steps that start before this are not needed any more
    sightings: bool = False  # count every sighting and not every ad


encode = msgspec.msgpack.Encoder().encode
slot_of = msgspec.msgpack.Decoder(Slot).decode
head_of = msgspec.msgpack.Decoder(Head).decode


def ends(head: Head, step: int, reach: int, settled: int) -> Iterator[int]:
    """The ends of the windows that can be judged: while the key is heard of, and for its reach after that."""
    closed = head.closed
    for first, last in head.runs:
        yield from range(max(closed, first) + step, min(settled, last + step + reach) + 1, step)


def call(rule: Rule[Any], place: bytes, head: Head, reach: int, memory: AlertMemory) -> None:
    """Have the place looked at again when its next window can be judged."""
    due = next(ends(head, rule.file.step, reach, NEVER)) + rule.file.lateness
    if not head.due or due < head.due:
        head.due = due
        memory.alarms.set(due, rule, place)
