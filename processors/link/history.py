"""An ad over time: which observation is new, which a repeat, which comes late. Pure functions of what is remembered."""

from datetime import UTC, datetime
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from processors.link.records import Kept, Sighting
from schemas.ad import Absence, History
from schemas.base import epoch_ms

MAX_SIGHTINGS = 32  # remembered one by one; older ones as a count
MAX_GONES = 8
MAX_ABSENCES = 5
SILENT_MS = 21 * 24 * 3600 * 1000  # unseen for so long is away, also where no crawl could tell that an ad is gone


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
    gones: tuple[int, ...] = ()


def past_of(kept: Kept | None) -> Past:
    """What is remembered of an ad, nothing for a new one."""
    return Past(kept.sightings, kept.forgotten, kept.changes, kept.gones) if kept else Past()


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
    return Past(sightings, forgotten, changes, past.gones)


def miss(past: Past, at_ms: int) -> Past:
    """The memory with one more crawl that missed the ad, whatever the order of arrival."""
    return past._replace(gones=tuple(sorted({*past.gones, at_ms}))[-MAX_GONES:])


def gone_ms(past: Past) -> int:
    """When the ad was missed, if it was not seen since; else 0."""
    newest = past.gones[-1] if past.gones else 0
    return newest if past.sightings and newest > past.sightings[-1].at_ms else 0


def history_of(past: Past, observed_at: datetime, before: History | None) -> History:
    """The history after an observation whose sighting is in `past`; what is no matter of sightings is as before."""
    changes = sum(earlier.content != later.content for earlier, later in pairwise(past.sightings))
    missed = gone_ms(past)
    return History(
        first_seen=min(before.first_seen, observed_at) if before else observed_at,
        last_seen=max(before.last_seen, observed_at) if before else observed_at,
        sightings=past.forgotten + len(past.sightings),
        versions=1 + past.changes + changes,
        gone_at=_moment(missed) if missed else None,
        absences=_absences(past, before.absences if before else ()),
        edits=before.edits if before else (),
        moves=before.moves if before else (),
        repost_of=before.repost_of if before else "",
        mirror_of=before.mirror_of if before else "",
    )


def _absences(past: Past, before: tuple[Absence, ...]) -> tuple[Absence, ...]:
    """Those between remembered sightings, behind those from before the memory begins."""
    begins = past.sightings[0].at_ms
    older = [absence for absence in before if epoch_ms(absence.back) <= begins] if past.forgotten else []
    found = [
        Absence(last_seen=_moment(one.at_ms), back=_moment(other.at_ms))
        for one, other in pairwise(past.sightings)
        if other.at_ms - one.at_ms >= SILENT_MS or any(one.at_ms < gone < other.at_ms for gone in past.gones)
    ]
    return (*older, *found)[-MAX_ABSENCES:]


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
