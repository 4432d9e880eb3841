"""Membership of clusters."""

from msgspec.structs import replace

from processors.link import near
from processors.link.due import cluster_changed, left_cluster
from processors.link.records import Cluster, Kept, Trace
from processors.link.similarity import Sketch
from processors.link.tables import State, newest_first, number_key
from processors.link.traces import remember
from schemas.ids import cluster_id


def choose(ad: Sketch, number: int, before: Kept | None, state: State) -> tuple[int, near.Near | None]:
    """The cluster of an ad with a new text, and what it is most alike there: the nearest, else one of its own.

    An edited ad moves to where its new text belongs, unless its cluster is named after it.
    """
    found = near.find(ad, state)
    if before is not None and found is not None and found.cluster in before.apart:
        found = None
    if before is not None and before.cluster == number:
        return number, found if found and found.cluster == number else None
    return (found.cluster, found) if found else (number, None)


def keep_text(cluster: int, ad: Sketch, ad_id: str, found: near.Near | None, state: State) -> None:
    """Let the cluster, new or not, keep the ad's text to compare with, if that adds something to those it has."""
    record = state.clusters.get(number_key(cluster)) or Cluster(cluster, cluster_id(ad_id))
    close = found is not None and found.score >= near.CLOSE
    if len(ad.values) >= near.MIN_SHINGLES and len(record.texts) < near.MAX_TEXTS and not close:
        near.keep(cluster, ad, found is None, state)
        record = replace(record, texts=(*record.texts, ad_id))
    state.clusters.put(number_key(cluster), record)


def enter(trace: Trace, new: bool, state: State) -> None:
    """Make the ad, `new` or seen before, a member of its cluster, or refresh what the cluster remembers of it."""
    cluster = state.cluster(trace.cluster)
    member = number_key(trace.cluster) + newest_first(trace.number)
    known = not new and state.tx.get("members", member) is not None
    if not known:
        state.tx.put("members", member, b"")
    changed = replace(cluster, size=cluster.size + (not known), traces=remember(cluster.traces, trace))
    state.clusters.put(number_key(trace.cluster), changed)
    cluster_changed(trace.cluster, state)


def leave(before: Kept, state: State) -> None:
    """Take an ad out of the cluster it was in."""
    cluster = state.cluster(before.cluster)
    state.tx.delete("members", number_key(before.cluster) + newest_first(before.number))
    traces = tuple(trace for trace in cluster.traces if trace.number != before.number)
    state.clusters.put(number_key(before.cluster), replace(cluster, size=cluster.size - 1, traces=traces))
    left_cluster(before.cluster, state)
    cluster_changed(before.cluster, state)
