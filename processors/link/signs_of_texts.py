"""What copies of one text show: templates, accounts, mirrors, reposts."""

from collections.abc import Sequence

from processors.link.forms import JOB
from processors.link.records import Cluster, Trace
from processors.link.sign import DAY_MS, Sign, groups, listed, sign
from processors.link.traces import is_repost
from schemas.base import SourceFamily

TEMPLATE_ADS = 3


def template_with_slots(cluster: Cluster) -> Sign | None:
    """NW-03: several ads are copies of one text with other contacts, names or places filled in."""
    if cluster.size < TEMPLATE_ADS or not (slots := _slots(cluster.traces)):
        return None
    return sign("NW-03", cluster.traces, f"{cluster.size} ads are copies of one text with other {listed(slots)}")


def one_text_several_accounts(cluster: Cluster) -> Sign | None:
    """SX-04: the same of ads that are not job ads, from two ads on."""
    traces = [trace for trace in cluster.traces if trace.form != JOB]
    if not (slots := _slots(traces)):
        return None
    return sign("SX-04", traces, f"ads with other {listed(slots)} share one text")


def mirrored(cluster: Cluster) -> Sign | None:
    """NW-07: one listing on an onion mirror and on the open web."""
    onion = [trace for trace in cluster.traces if trace.family == SourceFamily.ONION_MIRROR]
    if not onion or len(onion) == len(cluster.traces):
        return None
    return sign("NW-07", cluster.traces, "one text on an onion mirror and on an open site")


def reposted_soon(cluster: Cluster) -> Sign | None:
    """NW-06: a copy appears on the same source soon after an ad was last seen that a crawl then missed."""
    if not any(trace.left_ms for trace in cluster.traces):
        return None
    pairs = [
        (old, new)
        for old in cluster.traces
        for new in cluster.traces
        if new.number != old.number and is_repost(new, old)
    ]
    if not pairs:
        return None
    old, new = max(pairs, key=lambda pair: pair[1].first_ms)
    days = (new.first_ms - old.left_ms) / DAY_MS
    shown = {trace.number: trace for pair in pairs for trace in pair}
    return sign("NW-06", shown.values(), f"a copy appeared {days:.1f} days after the ad before it was last seen")


def _slots(traces: Sequence[Trace]) -> list[str]:
    """What differs between ads with one text: contacts, names, places."""
    differ = {
        "contacts": groups([trace.contacts for trace in traces]) > 1,
        "names": groups([trace.names for trace in traces]) > 1,
        "places": len({trace.place for trace in traces if trace.place}) > 1,
    }
    return [what for what, differs in differ.items() if differs]
