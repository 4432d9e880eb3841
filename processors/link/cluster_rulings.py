"""Decisions about clusters: two that are one, and an ad that is no copy after all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from processors.link import clusters
from processors.link.apart import MAX_NAMED
from processors.link.decisions import Decision
from processors.link.due import all_of_cluster
from processors.link.effect import Effect, joined, parted
from processors.link.records import Cluster, Kept
from processors.link.tables import State, number_key, number_newest_first
from processors.link.traces import trace_of
from schemas.events import ClusterMerged
from schemas.ids import cluster_id
from schemas.topics import CLUSTER_MERGES


def join_clusters(one: Kept, other: Kept, decision: Decision, state: State) -> Effect:
    """Let the clusters of two ads be one under the id of the older. Each keeps its own texts to compare with."""
    older, newer = sorted((_root(one.cluster, state), _root(other.cluster, state)), key=lambda each: each.number)
    if older.number == newer.number:
        return Effect()
    _put(replace(older, parts=(*older.parts, newer.number, *newer.parts)), state)
    for number in (newer.number, *newer.parts):
        _put(replace(state.cluster(number), into=older.number), state)
    all_of_cluster(older.number, state)
    event = ClusterMerged(survivor=older.id, merged=newer.id, evidence=decision.id, at=decision.at)
    ads = _ads_of((newer.number, *newer.parts), state)
    return Effect(
        events=((CLUSTER_MERGES, event), joined("cluster", older.id, ads, decision, False)), moved=newer.number
    )


def part_clusters(number: int, decision: Decision, state: State) -> Effect:
    """Let a cluster, and what was part of it, stand alone again."""
    if number < 0 or (cluster := state.cluster(number)).into is None:
        return Effect()
    root = state.cluster(cluster.into)
    leaving = {number, *cluster.parts}
    for each in (root, *(state.cluster(part) for part in root.parts if part not in leaving)):
        _put(replace(each, parts=tuple(part for part in each.parts if part not in leaving)), state)
    _put(replace(cluster, into=None), state)
    for part in cluster.parts:
        _put(replace(state.cluster(part), into=number), state)
    all_of_cluster(root.number, state)
    all_of_cluster(number, state)
    ads = _ads_of(sorted(leaving), state)
    return Effect(events=(parted(root.id, cluster.id, ads, decision, True),))


def put_apart(one: Kept, other: Kept, decision: Decision, state: State) -> Effect:
    """Let the second ad leave the first one's cluster for one of its own; the first leaves if the cluster is named
    after the second. Later versions of its text do not lead it back."""
    leaver, left = (one, one.cluster) if other.number == other.cluster == one.cluster else (other, one.cluster)
    if leaver.cluster != left:
        state.ads.put(number_key(leaver.number), replace(leaver, apart=(*leaver.apart, left)))
        return Effect(moved=leaver.number)
    links = tuple(link for link in leaver.ad.links if link.kind != "near_duplicate")
    moved = replace(leaver, cluster=leaver.number, apart=(*leaver.apart, left), ad=replace(leaver.ad, links=links))
    fresh = Cluster(leaver.number, cluster_id(leaver.ad.ad_id))
    state.clusters.put(number_key(leaver.number), fresh)
    _move(leaver, moved, state)
    event = parted(state.cluster(left).id, fresh.id, (leaver.ad.ad_id,), decision, False)
    return Effect((leaver.number,), (event,), leaver.number)


def put_back(number: int, decision: Decision, state: State) -> Effect:
    """Let an ad that was put apart be in the cluster that it left."""
    if number < 0 or (kept := state.ads.get(number_key(number))) is None or not kept.apart:
        return Effect()
    left = kept.apart[-1]
    freed = replace(kept, apart=kept.apart[:-1])
    if kept.cluster != kept.number:  # its text has led it elsewhere since
        state.ads.put(number_key(number), freed)
        return Effect()
    moved = replace(freed, cluster=left)
    gone, back = state.cluster(kept.number), _root(left, state)
    _move(kept, moved, state)
    event = ClusterMerged(survivor=back.id, merged=gone.id, evidence=decision.id, at=decision.at)
    ads = (moved.ad.ad_id,)
    return Effect((number,), ((CLUSTER_MERGES, event), joined("cluster", back.id, ads, decision, True)))


def _move(before: Kept, after: Kept, state: State) -> None:
    clusters.leave(before, state)
    state.ads.put(number_key(after.number), after)
    clusters.enter(trace_of(after), True, state)


def _ads_of(clusters: Iterable[int], state: State) -> Sequence[str]:
    """Ids of the ads of clusters, as many as one event names."""
    return state.ids_of(islice((ad for each in clusters for ad in _members(each, state)), MAX_NAMED))


def _members(number: int, state: State) -> Iterator[int]:
    return (number_newest_first(row[4:]) for row, _ in state.tx.scan("members", number_key(number)))


def _root(number: int, state: State) -> Cluster:
    cluster = state.cluster(number)
    return cluster if cluster.into is None else state.cluster(cluster.into)


def _put(cluster: Cluster, state: State) -> None:
    state.clusters.put(number_key(cluster.number), cluster)
