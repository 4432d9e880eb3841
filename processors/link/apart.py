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
    into: tuple[str, ...] = ()
    contact: str = ""


class Part(NamedTuple):
    """Ads that are together by now; `id` is that of their actor, or of the whole where none of its ads stayed."""

    id: str
    ads: Sequence[str]
    into: str = ""  # the id of their actor in any case; the same if not given


def splits_of(whole: str, parts: Sequence[Part], alone: Sequence[str], contact: str) -> tuple[Split, ...]:
    """The splits of an actor: a part each, and single ads that have no actor any more; empty when nothing left."""
    named: list[tuple[str, tuple[str, ...]]] = []
    left = MAX_NAMED
    for into, ads in (*((part.into or part.id, part.ads) for part in parts), *(("", (ad,)) for ad in alone)):
        if now := tuple(ads[:left]):
            named.append((into, now))
            left -= len(now)
    apart = tuple(ads for _, ads in named)
    ids = [part.id for part in parts] or ([whole] if apart else [])
    first = Split(whole, ids[0], apart, tuple(into for into, _ in named), contact) if ids else None
    return (first, *(Split(whole, each, contact=contact) for each in ids[1:])) if first else ()


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
        into=split.into,
    )
