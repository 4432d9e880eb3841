"""What `ads.splits` says of a group that fell apart: which ads left it, and with whom, so that whoever told something
of the whole can put it right."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.events import GroupSplit

MAX_NAMED = 5_000  # ads that one event names; more stay unnamed


class Split(NamedTuple):
    """A part that left an actor. One of the splits of an actor, the first, names the ads of all that left."""

    whole: str
    part: str  # the whole itself, where only single ads left
    apart: tuple[tuple[str, ...], ...] = ()
    contact: str = ""


class Part(NamedTuple):
    """Ads that are together by now; `id` is that of their actor."""

    id: str
    ads: Sequence[str]


def splits_of(whole: str, parts: Sequence[Part], alone: Sequence[str], contact: str) -> tuple[Split, ...]:
    """The splits of an actor: a part each, and single ads that have no actor any more; empty when nothing left."""
    named: list[tuple[str, ...]] = []
    left = MAX_NAMED
    for ads in (*(part.ads for part in parts), *((ad,) for ad in alone)):
        named.append(tuple(ads[:left]))
        left -= len(named[-1])
    apart = tuple(filter(None, named))
    ids = [part.id for part in parts] or ([whole] if apart else [])
    return tuple(Split(whole, each, () if place else apart, contact) for place, each in enumerate(ids))


def event(split: Split, reason: str, evidence: str, at: datetime) -> GroupSplit:
    """The event of a split of an actor."""
    return GroupSplit(
        kind="actor",
        whole=split.whole,
        part=split.part,
        reason=reason,
        evidence=evidence,
        at=at,
        contact=split.contact,
        apart=split.apart,
    )
