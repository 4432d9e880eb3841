"""Counting ads in the steps of a window: each in the step that it was observed in, whatever came before it."""

from collections.abc import Iterator, Sequence
from typing import Any

from processors.alert.alarms import AlertMemory
from processors.alert.hit import Hit
from processors.alert.rule import Rule
from processors.alert.seen import DAY, digest, first_time
from processors.alert.steps import HEAD, SLOTS, Bucketed, Head, Slot, Weight, call, encode, head_of, slot_of
from schemas.ad import ScoredAd

MAX_FIRST = 5  # ads of a step named in an alert
MAX_VALUES = 200  # different values of a step that are told apart


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


def _is_new(how: Bucketed, rule: Rule[Any], key: str, ad: ScoredAd, memory: AlertMemory) -> bool:
    if how.sightings:
        return first_time(memory, ad.ad_id, *rule.once(key), str(memory.moment), keep=rule.file.lateness + DAY)
    return memory.counted.first_time(*rule.once(key))


def _add(how: Bucketed, rule: Rule[Any], key: str, ad: ScoredAd, weight: Weight, memory: AlertMemory) -> None:
    place = digest(rule.id, str(rule.file.version), key)
    start = memory.moment - memory.moment % rule.file.step
    row = place + start.to_bytes(8, "big")
    stored = memory.tx.get(SLOTS, row)
    slot = slot_of(stored) if stored else Slot()
    _count(slot, weight, ad, memory)
    memory.tx.put(SLOTS, row, encode(slot))
    if stored:  # its head knows the step
        return
    stored = memory.tx.get(HEAD, place)
    if stored:
        head = head_of(stored)
        if head.closed <= start and any(first <= start <= last for first, last in head.runs):
            return
        head.runs = joined(head.runs, start, rule.file.step + how.reach(rule))
        head.closed = min(head.closed, start)
    else:
        head = Head(key, [(start, start)], start)
    call(rule, place, head, how.reach(rule), memory)
    memory.tx.put(HEAD, place, encode(head))


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
