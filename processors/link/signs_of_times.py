"""When and where the ads of one actor appear."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from statistics import fmean, pstdev
from typing import NamedTuple

from processors.link.forms import JOB
from processors.link.records import Actor, Trace
from processors.link.sign import DAY_MS, Sign, days, sign

CIRCUIT_PLACES, CIRCUIT_DAYS = 3, 14
BURST_ADS, BURST_MS = 5, 10 * 60 * 1000
REGULAR_ADS, REGULAR_SPREAD = 6, 0.05  # ads, and by how much of their mean the gaps between them may vary
EARTH_KM = 6371.0


class Stop(NamedTuple):
    """An ad, and one place it was for."""

    at_ms: int
    place: str
    trace: Trace


def circuit(actor: Actor) -> Sign | None:
    """SX-13: one contact moves through several places in a short time, by new ads or by edits of old ones."""
    stops = [stop for trace in actor.traces if trace.form != JOB for stop in _stops(trace)]
    stops.sort(key=lambda stop: stop.at_ms)
    if len({stop.place for stop in stops}) < CIRCUIT_PLACES:
        return None
    for end, last in enumerate(stops):
        window = [stop for stop in stops[: end + 1] if last.at_ms - stop.at_ms <= CIRCUIT_DAYS * DAY_MS]
        places = {stop.place for stop in window}
        if len(places) >= CIRCUIT_PLACES:
            when = days(window[0].at_ms, last.at_ms)
            note = f"ads that share contacts are for {len(places)} places within {CIRCUIT_DAYS} days: {when}"
            return sign("SX-13", {stop.trace.number: stop.trace for stop in window}.values(), note + _travel(window))
    return None


def _stops(trace: Trace) -> list[Stop]:
    """The places an ad was for, in order; an earlier one counts from when the ad appeared or last moved."""
    since, stops = trace.at_ms, []
    for until, place in trace.places:
        stops.append(Stop(since, place, trace))
        since = until
    return [*stops, Stop(since, trace.place, trace)] if trace.place else stops


def _travel(stops: Sequence[Stop]) -> str:
    """How far it is from each known point to the next, by the day."""
    points = [stop.trace.point for stop in stops if stop.trace.point and stop.place == stop.trace.place]
    far = sum(_distance(one, other) for one, other in pairwise(points))
    took = max(1.0, (stops[-1].at_ms - stops[0].at_ms) / DAY_MS)
    return f", about {far / took:.0f} km a day" if far else ""


def _distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Kilometres along a great circle (haversine) between points in hundredths of a degree."""
    (lat, lon), (to_lat, to_lon) = ([radians(part / 100) for part in point] for point in (one, other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def rhythm(actor: Actor) -> Sign | None:
    """NW-05: ads that share contacts were posted in a burst, or at intervals as regular as those of a machine.

    Only moments that the source states count, and only those finer than a quarter of an hour: see `posted_of`.
    """
    traces = sorted((trace for trace in actor.traces if trace.posted_ms), key=lambda trace: trace.posted_ms)
    for first, last in zip(traces, traces[BURST_ADS - 1 :], strict=False):
        if last.posted_ms - first.posted_ms <= BURST_MS:
            window = traces[traces.index(first) : traces.index(last) + 1]
            minutes = (last.posted_ms - first.posted_ms) / 60_000
            note = f"{len(window)} ads that share contacts were posted within {minutes:.0f} minutes"
            return sign("NW-05", window, f"{note}: {days(first.posted_ms, last.posted_ms)}")
    return _regular(traces)


def _regular(traces: Sequence[Trace]) -> Sign | None:
    gaps = [other.posted_ms - one.posted_ms for one, other in pairwise(traces)]
    if len(traces) < REGULAR_ADS or pstdev(gaps) > REGULAR_SPREAD * fmean(gaps):
        return None
    note = f"{len(traces)} ads that share contacts were posted one every {fmean(gaps) / 3_600_000:.1f} hours"
    return sign("NW-05", traces, f"{note}: {days(traces[0].posted_ms, traces[-1].posted_ms)}")
