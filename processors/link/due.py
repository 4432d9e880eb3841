"""What waits in line to be told again: clusters and actors that have become another.

A cluster or actor that grows comes in line when it has grown by an eighth, so an ad is told again a few times only,
however large the cluster becomes: what its document says of the size is exact up to eight ads and at most an eighth
behind beyond.
"""

from msgspec.structs import replace

from processors.link.records import Actor
from processors.link.tables import State, number_key

CLUSTER, ACTOR = b"c", b"a"
_SHARE = 8


def cluster_changed(number: int, state: State) -> None:
    """Put the ads of a cluster in line if it has grown or shrunk enough since they last were."""
    cluster = state.cluster(number)
    if _differs(cluster.size, cluster.told_size):
        state.clusters.put(number_key(number), replace(cluster, told_size=cluster.size))
        if max(cluster.size, cluster.told_size) > 1:
            all_of_cluster(number if cluster.into is None else cluster.into, state)


def actor_changed(actor: Actor, state: State) -> Actor:
    """The same for an actor, which is answered as it is to be stored."""
    if not _differs(actor.ads, actor.told_ads):
        return actor
    if actor.ads > 1:
        all_of_actor(actor.number, state)
    return replace(actor, told_ads=actor.ads)


def all_of_cluster(number: int, state: State) -> None:
    """Put all ads of a cluster in line, from the first on."""
    state.tx.put("due", CLUSTER + number_key(number), number_key(0))


def all_of_actor(number: int, state: State) -> None:
    """Put all ads of an actor in line, from the first on."""
    state.tx.put("due", ACTOR + number_key(number), number_key(0))


def _differs(now: int, before: int) -> bool:
    return abs(now - before) > before // _SHARE
