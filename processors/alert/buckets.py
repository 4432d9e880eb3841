"""Kinds that weigh numbers against each other: counted in steps of a window, judged when a step is settled.

The window is cut into STEPS steps on a fixed grid of event time. Each ad is counted in the step it belongs to, also
when it comes late. Once the watermark has passed the end of a step by the rule's lateness nothing can change it any
more; then the window that ends there is judged, once. So the order of arrival does not matter, a busy key costs no
more to remember than a quiet one, and an alert comes a step and the lateness after what it tells.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from processors.alert.about import restore
from processors.alert.alarms import NEVER, AlertMemory
from processors.alert.hit import MAX_ADS, Hit
from processors.alert.rule import Rule
from processors.alert.seen import DAY, digest, first_time
from schemas.ad import ScoredAd

SLOTS, HEAD = "slots", "buckets"
STEPS = 12
MAX_FIRST = 5  # ads of a step named in an alert
MAX_VALUES = 200  # different values of a step that are told apart


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


_encode = msgspec.msgpack.Encoder().encode
_slot = msgspec.msgpack.Decoder(Slot).decode
_head = msgspec.msgpack.Decoder(Head).decode


def hits(
    how: Bucketed, rules: Sequence[Rule[Any]], ad: ScoredAd, memory: AlertMemory
) -> Iterator[tuple[Rule[Any], Hit]]:
    """Nothing yet: the ad is counted in its step."""
    for rule in rules:
        counted = not how.sightings and memory.counted.knows(rule.id)  # as most ads are that are told again
        if counted or not rule.met(ad):
            continue
        weight = how.weigh(rule, ad)
        for key in rule.keys_of(ad) if weight is not None else ():
            if memory.moment < memory.settled(rule.file.lateness):
                memory.note_late(ad)
            elif _is_new(how, rule, key, ad, memory):
                _add(how, rule, key, ad, weight or Weight(), memory)
    yield from ()


def settle(how: Bucketed, rule: Rule[Any], place: bytes, memory: AlertMemory) -> Iterator[Hit]:
    """The hits of the windows at a place that can be judged by now."""
    stored = memory.tx.get(HEAD, place)
    if stored is None:
        return
    head, step, reach = _head(stored), rule.file.step, how.reach(rule)
    slots = {int.from_bytes(key[16:], "big"): _slot(value) for key, value in memory.tx.scan(SLOTS, place)}
    settled = memory.settled(rule.file.lateness, 0 if how.sightings else step)
    for end in _ends(head, step, reach, settled):
        head.closed = end
        since = max(first for first, _ in head.runs if first < end)
        verdict = how.judge(rule, Series(since, slots), end)
        if verdict is not None:
            yield _hit(rule, head.key, slots, end, verdict)
    _tidy(how, rule, place, head, slots, memory)


def _ends(head: Head, step: int, reach: int, settled: int) -> Iterator[int]:
    """The ends of the windows that can be judged: while the key is heard of, and for its reach after that."""
    closed = head.closed
    for first, last in head.runs:
        yield from range(max(closed, first) + step, min(settled, last + step + reach) + 1, step)


def _tidy(how: Bucketed, rule: Rule[Any], place: bytes, head: Head, slots: Iterable[int], memory: AlertMemory) -> None:
    """Forget what no window to come looks at, and have the next one called."""
    reach = how.reach(rule)
    head.runs = [run for run in head.runs if run[1] + reach >= head.closed]
    newest = max((at for at in slots if at < head.closed), default=0)  # of which an alert of silence would tell
    needed = min(how.history(rule, head.closed), newest)
    for at in slots:
        if not head.runs or at < needed:
            memory.tx.delete(SLOTS, place + at.to_bytes(8, "big"))
    if not head.runs:
        memory.tx.delete(HEAD, place)
        return
    head.due = 0
    _call(rule, place, head, reach, memory)
    memory.tx.put(HEAD, place, _encode(head))


def _is_new(how: Bucketed, rule: Rule[Any], key: str, ad: ScoredAd, memory: AlertMemory) -> bool:
    if how.sightings:
        return first_time(memory, ad.ad_id, *rule.once(key), str(memory.moment), keep=rule.file.lateness + DAY)
    return memory.counted.first_time(*rule.once(key))


def _add(how: Bucketed, rule: Rule[Any], key: str, ad: ScoredAd, weight: Weight, memory: AlertMemory) -> None:
    place = digest(rule.id, str(rule.file.version), key)
    start = memory.moment - memory.moment % rule.file.step
    row = place + start.to_bytes(8, "big")
    stored = memory.tx.get(SLOTS, row)
    slot = _slot(stored) if stored else Slot()
    _count(slot, weight, ad, memory)
    memory.tx.put(SLOTS, row, _encode(slot))
    if stored:  # its head knows the step
        return
    stored = memory.tx.get(HEAD, place)
    if stored:
        head = _head(stored)
        if head.closed <= start and any(first <= start <= last for first, last in head.runs):
            return
        head.runs = joined(head.runs, start, rule.file.step + how.reach(rule))
        head.closed = min(head.closed, start)
    else:
        head = Head(key, [(start, start)], start)
    _call(rule, place, head, how.reach(rule), memory)
    memory.tx.put(HEAD, place, _encode(head))


def joined(runs: list[tuple[int, int]], start: int, gap: int) -> list[tuple[int, int]]:
    """Runs with one more step: those no further from it than `gap` become one with it, in whatever order they came."""
    near = [run for run in runs if run[0] - gap <= start <= run[1] + gap]
    far = [run for run in runs if run not in near]
    whole = (min([start, *(first for first, _ in near)]), max([start, *(last for _, last in near)]))
    return sorted([*far, whole])


def _count(slot: Slot, weight: Weight, ad: ScoredAd, memory: AlertMemory) -> None:
    slot.count += 1
    slot.matched += weight.matched
    if weight.number is not None:
        slot.total += weight.number
        slot.low, slot.high = min(slot.low, weight.number), max(slot.high, weight.number)
    if weight.value and weight.value not in slot.values:
        slot.values = sorted([*slot.values, weight.value])[:MAX_VALUES]
    entry = (memory.moment, ad.ad_id, ad.source)
    if len(slot.first) < MAX_FIRST or entry < slot.first[-1]:
        slot.first = sorted([*slot.first, entry])[:MAX_FIRST]
        if slot.first[0] == entry:
            slot.brief = memory.brief(ad)


def _call(rule: Rule[Any], place: bytes, head: Head, reach: int, memory: AlertMemory) -> None:
    """Have the place looked at again when its next window can be judged."""
    due = next(_ends(head, rule.file.step, reach, NEVER)) + rule.file.lateness
    if not head.due or due < head.due:
        head.due = due
        memory.alarms.set(due, rule, place)


def _hit(rule: Rule[Any], key: str, slots: dict[int, Slot], end: int, verdict: Verdict) -> Hit:
    before = [at for at in sorted(slots) if at < end]
    inside = [at for at in before if at >= end - rule.file.window] or before[-1:]
    first = [entry for at in inside for entry in slots[at].first]
    ads = tuple(dict.fromkeys(ad_id for _, ad_id, _ in first))[-MAX_ADS:]
    sources = tuple(dict.fromkeys(source for _, _, source in first))
    about = restore(slots[inside[-1]].brief)
    return Hit(
        key, rule.period_of(end), end, ads, sources,
        verdict.number, before=verdict.before, value=verdict.value, about=about,
    )  # fmt: skip
