"""What following an analyst's decision changed."""

from typing import NamedTuple

from processors.link.decisions import Decision
from processors.link.regroup import Regrouped
from schemas.base import Record
from schemas.events import ActorMerged, GroupSplit
from schemas.topics import MERGES, SPLITS, Topic

Event = tuple[Topic, Record]


class Effect(NamedTuple):
    """Ads to tell again at once, merges and splits, and the number of what was moved, to undo it by."""

    tell: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()
    moved: int = -1


def of_regrouping(numbers: list[int], found: Regrouped, decision: Decision, undone: bool) -> Effect:
    """The effect of finding actors anew; the rest of their ads waits in line."""
    merges: list[Event] = [
        (MERGES, ActorMerged(survivor=survivor, merged=merged, evidence=decision.id, at=decision.at))
        for survivor, merged in found.merges
    ]
    splits: list[Event] = [(SPLITS, split("actor", whole, part, decision, undone)) for whole, part in found.splits]
    return Effect((*numbers, *found.alone), (*merges, *splits))


def split(kind: str, whole: str, part: str, decision: Decision, undone: bool) -> GroupSplit:
    """The event of a part that left, because of a decision or of its end."""
    reason = "undone" if undone else "cut"
    return GroupSplit(kind=kind, whole=whole, part=part, reason=reason, evidence=decision.id, at=decision.at)
