"""Traces: how an ad is remembered by its cluster and its actor, and what two of them say of each other."""

from collections.abc import Iterable

from processors.link.intake import ages_of, moment_of, place_of, point_of, posted_of
from processors.link.records import MAX_TRACES, Kept, Trace
from schemas.base import epoch_ms

_MAX_SOURCES = 32
_MAX_PLACES = 4
MIRROR_MS = 14 * 24 * 3600 * 1000  # the same listing on another source appears within so much time
REPOST_MS = 7 * 24 * 3600 * 1000  # what is back so soon after it was last seen is a repost


def trace_of(kept: Kept) -> Trace:
    """The trace of an ad."""
    ad = kept.ad
    history = ad.history
    return Trace(
        number=kept.number,
        ad_id=ad.ad_id,
        source=ad.source,
        family=ad.source_family.value,
        form=kept.form,
        at_ms=moment_of(ad),
        cluster=kept.cluster,
        contacts=kept.contacts,
        names=kept.names,
        place=place_of(ad),
        posted_ms=posted_of(ad),
        first_ms=epoch_ms(history.first_seen),
        left_ms=epoch_ms(history.last_seen) if history.gone_at else 0,
        listing=kept.listing if kept.listing >= 0 else kept.number,
        ages=ages_of(ad),
        point=point_of(ad),
        places=tuple((epoch_ms(move.at), move.before) for move in history.moves[-_MAX_PLACES:]),
    )


def remember(traces: tuple[Trace, ...], *more: Trace) -> tuple[Trace, ...]:
    """The traces with others added, each in the place of an older one of the same ad; the newest, in order of time."""
    by_ad = {trace.number: trace for trace in (*traces, *more)}
    return tuple(sorted(by_ad.values(), key=lambda trace: (trace.at_ms, trace.number)))[-MAX_TRACES:]


def sources_of(names: Iterable[str]) -> tuple[str, ...]:
    """The names of sources, each once."""
    return tuple(sorted(set(names))[:_MAX_SOURCES])


def one_poster(one: Trace, other: Trace) -> bool:
    """Whether two copies of one text share a contact, or have none at all."""
    return not set(one.contacts).isdisjoint(other.contacts) if one.contacts or other.contacts else True


def is_mirror(trace: Trace, other: Trace) -> bool:
    """Whether two copies of one text are one listing on two sources: of one contact, place and time."""
    return (
        trace.source != other.source
        and bool(trace.contacts)
        and one_poster(trace, other)
        and (trace.place == other.place or not trace.place or not other.place)
        and abs(trace.at_ms - other.at_ms) <= MIRROR_MS
    )


def is_repost(trace: Trace, other: Trace) -> bool:
    """Whether a copy appeared on the same source soon after the `other`, which is gone, was last seen."""
    return (
        0 < other.left_ms < trace.first_ms <= other.left_ms + REPOST_MS
        and trace.source == other.source
        and one_poster(trace, other)
    )


def original(trace: Trace, traces: Iterable[Trace]) -> Trace | None:
    """The oldest of the traces whose listing an ad mirrors."""
    mirrored = [other for other in traces if is_mirror(trace, other)]
    return min(mirrored, key=lambda other: other.number, default=None)


def reposted(trace: Trace, traces: Iterable[Trace]) -> str:
    """The id of the vanished ad that an ad repeats, the newest if several; "" for none."""
    earlier = [other for other in traces if other.number != trace.number and is_repost(trace, other)]
    return max(earlier, key=lambda other: other.left_ms).ad_id if earlier else ""
