"""An ad over time: which observation is new, which a repeat, which comes late. Pure functions of what is remembered."""

from datetime import datetime
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from processors.link.records import Kept, Sighting
from schemas.ad import History

MAX_SIGHTINGS = 32  # remembered one by one; older ones as a count


class When(Enum):
    """Where an observation stands among those before it."""

    REPEAT = auto()  # this very one was here before: a replay
    LATE = auto()  # older than the newest one
    NEWEST = auto()


class Past(NamedTuple):
    """What is remembered of an ad's observations."""

    sightings: tuple[Sighting, ...] = ()
    forgotten: int = 0
    changes: int = 0


def past_of(kept: Kept | None) -> Past:
    """What is remembered of an ad, nothing for a new one."""
    return Past(kept.sightings, kept.forgotten, kept.changes) if kept else Past()


def place(past: Past, sighting: Sighting) -> When:
    """Where an observation stands. One older than all of a full memory counts as a repeat: told twice is worse."""
    if sighting in past.sightings or (past.forgotten and sighting < past.sightings[0]):
        return When.REPEAT
    return When.LATE if past.sightings and sighting < past.sightings[-1] else When.NEWEST


def observe(past: Past, sighting: Sighting) -> Past:
    """The memory with one more observation, whatever the order of arrival."""
    sightings = tuple(sorted((*past.sightings, sighting)))
    forgotten, changes = past.forgotten, past.changes
    while len(sightings) > MAX_SIGHTINGS:
        changes += sightings[0].content != sightings[1].content
        forgotten += 1
        sightings = sightings[1:]
    return Past(sightings, forgotten, changes)


def history_of(past: Past, observed_at: datetime, before: History | None) -> History:
    """The history after an observation whose sighting is in `past`."""
    changes = sum(earlier.content != later.content for earlier, later in pairwise(past.sightings))
    return History(
        first_seen=min(before.first_seen, observed_at) if before else observed_at,
        last_seen=max(before.last_seen, observed_at) if before else observed_at,
        sightings=past.forgotten + len(past.sightings),
        versions=1 + past.changes + changes,
    )
