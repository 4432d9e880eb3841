"""What following an analyst's decision changed."""

from collections.abc import Sequence
from typing import NamedTuple

from processors.link.apart import event
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
    reason = "undone" if undone else "cut"
    splits: list[Event] = [(SPLITS, event(each, reason, decision.id, decision.at)) for each in found.splits]
    joins = (joined("actor", part.id, part.ads, decision, undone) for part in found.joined)
    return Effect((*numbers, *found.alone), (*merges, *splits, *joins))


def joined(kind: str, whole: str, ads: Sequence[str], decision: Decision, undone: bool) -> Event:
    """Ads that came into a group, because of a decision or of its end."""
    return SPLITS, GroupSplit(
        kind=kind,
        whole=whole,
        part=whole,
        reason="undone" if undone else "forced",
        evidence=decision.id,
        at=decision.at,
        joined=tuple(ads),
    )


def parted(whole: str, part: str, ads: Sequence[str], decision: Decision, undone: bool) -> Event:
    """Ads that left a cluster, because of a decision or of its end."""
    return SPLITS, GroupSplit(
        kind="cluster",
        whole=whole,
        part=part,
        reason="undone" if undone else "cut",
        evidence=decision.id,
        at=decision.at,
        apart=(tuple(ads),),
        into=(part,),
    )
