"""What holds for a cluster or an actor as a whole: the link indicators, each a small pure function of its traces.

Counts, not verdicts: agencies, chains and helplines show many of these too. Whether an indicator is scored, and how, is
the catalogue's business.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from processors.link.forms import ADULT, JOB, ORGAN, TRAVEL
from processors.link.records import Actor, Cluster, Trace
from schemas.base import SourceFamily

DAY_MS = 24 * 3600 * 1000
MAX_EVIDENCE = 6  # ads named, the newest

MANY_ADS = 3
TEMPLATE_ADS = 3
CIRCUIT_PLACES, CIRCUIT_DAYS = 3, 14
VOLUME_ADS, VOLUME_PLACES = 10, 5
UNRELATED_JOBS = 4


class Sign(NamedTuple):
    """An indicator that holds, the ads that show it and one neutral sentence."""

    indicator: str
    ads: tuple[str, ...]
    note: str


def _sign(indicator: str, traces: Iterable[Trace], note: str) -> Sign:
    return Sign(indicator, tuple([trace.ad_id for trace in traces][-MAX_EVIDENCE:]), note)


def template_with_slots(cluster: Cluster) -> Sign | None:
    """NW-03: several ads are copies of one text with other contacts, names or places filled in."""
    if cluster.size < TEMPLATE_ADS or not (slots := _slots(cluster.traces)):
        return None
    return _sign("NW-03", cluster.traces, f"{cluster.size} ads are copies of one text with other {_listed(slots)}")


def one_text_several_accounts(cluster: Cluster) -> Sign | None:
    """SX-04: the same of ads that are not job ads, from two ads on."""
    traces = [trace for trace in cluster.traces if trace.form != JOB]
    if not (slots := _slots(traces)):
        return None
    return _sign("SX-04", traces, f"ads with other {_listed(slots)} share one text")


def mirrored(cluster: Cluster) -> Sign | None:
    """NW-07: one listing on an onion mirror and on the open web."""
    onion = [trace for trace in cluster.traces if trace.family == SourceFamily.ONION_MIRROR]
    if not onion or len(onion) == len(cluster.traces):
        return None
    return _sign("NW-07", cluster.traces, "one text on an onion mirror and on an open site")


def many_ads(actor: Actor) -> Sign | None:
    """NW-01: one contact in many ads."""
    if actor.ads < MANY_ADS:
        return None
    return _sign("NW-01", actor.traces, f"{actor.ads} ads share contacts")


def several_sources(actor: Actor) -> Sign | None:
    """NW-02: one contact on several sources."""
    if len(actor.sources) < 2:
        return None
    return _sign("NW-02", actor.traces, f"ads of {len(actor.sources)} sources share contacts: {_listed(actor.sources)}")


def several_names(actor: Actor) -> Sign | None:
    """SX-02: one contact for differently named persons, in ads that are not job ads."""
    traces = [trace for trace in actor.traces if trace.names and trace.form != JOB]
    persons = _groups([trace.names for trace in traces])
    if persons < 2:
        return None
    return _sign("SX-02", traces, f"ads that share contacts name {persons} different persons")


def circuit(actor: Actor) -> Sign | None:
    """SX-13: one contact moves through several places in a short time; the traces are in order of time."""
    traces = [trace for trace in actor.traces if trace.place and trace.form != JOB]
    if len({trace.place for trace in traces}) < CIRCUIT_PLACES:
        return None
    for end, last in enumerate(traces):
        window = [trace for trace in traces[: end + 1] if last.at_ms - trace.at_ms <= CIRCUIT_DAYS * DAY_MS]
        places = {trace.place for trace in window}
        if len(places) >= CIRCUIT_PLACES:
            note = f"ads that share contacts are for {len(places)} places within {CIRCUIT_DAYS} days"
            return _sign("SX-13", window, note)
    return None


def volume(actor: Actor) -> Sign | None:
    """SX-14: unusually many ads in many places."""
    places = {trace.place for trace in actor.traces if trace.place}
    if actor.ads < VOLUME_ADS or len(places) < VOLUME_PLACES:
        return None
    return _sign("SX-14", actor.traces, f"{actor.ads} ads in at least {len(places)} places share contacts")


def unrelated_jobs(actor: Actor) -> Sign | None:
    """LB-26: one contact posts many unrelated jobs, that is, job ads with different texts."""
    newest = {trace.cluster: trace for trace in actor.traces if trace.form == JOB}
    if len(newest) < UNRELATED_JOBS:
        return None
    return _sign("LB-26", newest.values(), f"{len(newest)} different job ads share contacts")


def kinds_bridged(actor: Actor) -> Sign | None:
    """NW-08: one contact in ads of several kinds."""
    return _bridge("NW-08", actor, {trace.form for trace in actor.traces if trace.form})


def adult_and_job(actor: Actor) -> Sign | None:
    """SX-25: one contact in adult ads and in job ads."""
    return _bridge("SX-25", actor, {ADULT, JOB})


def organ_and_job(actor: Actor) -> Sign | None:
    """OR-06: one contact in organ ads and in job ads."""
    return _bridge("OR-06", actor, {ORGAN, JOB})


def travel_and_adult(actor: Actor) -> Sign | None:
    """ST-05: one contact in travel ads and in adult ads."""
    return _bridge("ST-05", actor, {TRAVEL, ADULT})


def _bridge(indicator: str, actor: Actor, forms: set[str]) -> Sign | None:
    found = [trace for trace in actor.traces if trace.form in forms]
    if len(forms) < 2 or {trace.form for trace in found} != forms:
        return None
    return _sign(indicator, found, f"one contact in ads of different kinds: {_listed(sorted(forms))}")


OF_CLUSTER: Sequence[Callable[[Cluster], Sign | None]] = (template_with_slots, one_text_several_accounts, mirrored)
OF_ACTOR: Sequence[Callable[[Actor], Sign | None]] = (
    many_ads, several_sources, several_names, circuit, volume, unrelated_jobs,
    kinds_bridged, adult_and_job, organ_and_job, travel_and_adult,
)  # fmt: skip


def signs_of_cluster(cluster: Cluster) -> tuple[Sign, ...]:
    """What holds for a cluster."""
    return tuple(sign for rule in OF_CLUSTER if (sign := rule(cluster))) if cluster.size > 1 else ()


def signs_of_actor(actor: Actor) -> tuple[Sign, ...]:
    """What holds for an actor."""
    return tuple(sign for rule in OF_ACTOR if (sign := rule(actor))) if actor.ads > 1 else ()


def _slots(traces: Sequence[Trace]) -> list[str]:
    """What differs between ads with one text: contacts, names, places."""
    differ = {
        "contacts": _groups([trace.contacts for trace in traces]) > 1,
        "names": _groups([trace.names for trace in traces]) > 1,
        "places": len({trace.place for trace in traces if trace.place}) > 1,
    }
    return [what for what, differs in differ.items() if differs]


def _groups(sets: Iterable[Sequence[Hashable]]) -> int:
    """How many groups are left when sets with a common member are taken for one. Empty sets count for nothing."""
    distinct = {members for members in sets if members}
    if len(distinct) < 2 or all(len(members) == 1 for members in distinct):
        return len(distinct)
    left = [set(members) for members in distinct]
    count = 0
    while left:
        group = left.pop()
        count += 1
        while touching := [other for other in left if not group.isdisjoint(other)]:
            left = [other for other in left if group.isdisjoint(other)]
            group.update(*touching)
    return count


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
