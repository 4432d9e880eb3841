"""Judging windows against each other, each once, when nothing can change it any more."""

from collections.abc import Iterable, Iterator
from typing import Any

from processors.alert.about import restore
from processors.alert.alarms import AlertMemory
from processors.alert.hit import MAX_ADS, Hit
from processors.alert.rule import Rule
from processors.alert.steps import (
    HEAD,
    SLOTS,
    Bucketed,
    Head,
    Series,
    Slot,
    Verdict,
    call,
    encode,
    ends,
    head_of,
    slot_of,
)


def settle(how: Bucketed, rule: Rule[Any], place: bytes, memory: AlertMemory) -> Iterator[Hit]:
    """The hits of the windows at a place that can be judged by now."""
    stored = memory.tx.get(HEAD, place)
    if stored is None:
        return
    head, step, reach = head_of(stored), rule.file.step, how.reach(rule)
    slots = {int.from_bytes(key[16:], "big"): slot_of(value) for key, value in memory.tx.scan(SLOTS, place)}
    settled = memory.settled(rule.file.lateness, 0 if how.sightings else step)
    for end in ends(head, step, reach, settled):
        head.closed = end
        since = max(first for first, _ in head.runs if first < end)
        verdict = how.judge(rule, Series(since, slots), end)
        if verdict is not None:
            yield _hit(rule, head.key, slots, end, verdict)
    _tidy(how, rule, place, head, slots, memory)


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
    call(rule, place, head, reach, memory)
    memory.tx.put(HEAD, place, encode(head))


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
