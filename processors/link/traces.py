"""Traces: how an ad is remembered by its cluster and its actor."""

from collections.abc import Iterable

from processors.link.intake import moment_of, place_of
from processors.link.records import MAX_TRACES, Kept, Trace

_MAX_SOURCES = 32


def trace_of(kept: Kept) -> Trace:
    """The trace of an ad."""
    ad = kept.ad
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
    )


def remember(traces: tuple[Trace, ...], *more: Trace) -> tuple[Trace, ...]:
    """The traces with others added, each in the place of an older one of the same ad; the newest, in order of time."""
    by_ad = {trace.number: trace for trace in (*traces, *more)}
    return tuple(sorted(by_ad.values(), key=lambda trace: (trace.at_ms, trace.number)))[-MAX_TRACES:]


def sources_of(names: Iterable[str]) -> tuple[str, ...]:
    """The names of sources, each once."""
    return tuple(sorted(set(names))[:_MAX_SOURCES])
