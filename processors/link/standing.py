"""How clusters and actors stand: the records with the signs that hold for them."""

from collections.abc import Sequence

from msgspec.structs import replace

from processors.link.actors import actor_of
from processors.link.records import Actor, Cluster
from processors.link.sign import Sign
from processors.link.signs import signs_of_actor, signs_of_cluster
from processors.link.tables import State
from processors.link.traces import remember

Signs = tuple[Sign, ...]


class Standings:
    """A look at the state after an ad was put into it; signs are worked out once for each cluster and actor."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._clusters: dict[int, tuple[Cluster, Signs]] = {}
        self._actors: dict[int, tuple[Actor, Signs]] = {}

    def of_cluster(self, number: int) -> tuple[Cluster, Signs]:
        """The cluster with this number, and what holds for it."""
        if number not in self._clusters:
            cluster = _whole(self._state.cluster(number), self._state)
            self._clusters[number] = cluster, signs_of_cluster(cluster)
        return self._clusters[number]

    def of_actor(self, contacts: Sequence[bytes]) -> tuple[Actor | None, Signs]:
        """The actor of these contacts, and what holds for it."""
        actor = actor_of(contacts, self._state)
        if actor is None:
            return None, ()
        if actor.number not in self._actors:
            self._actors[actor.number] = actor, signs_of_actor(actor)
        return self._actors[actor.number]


def _whole(cluster: Cluster, state: State) -> Cluster:
    """The cluster with the parts that an analyst put into it, or the one that it was put into."""
    if cluster.into is not None:
        cluster = state.cluster(cluster.into)
    parts = [state.cluster(number) for number in cluster.parts]
    if not parts:
        return cluster
    return replace(
        cluster,
        size=cluster.size + sum(part.size for part in parts),
        traces=remember(cluster.traces, *(trace for part in parts for trace in part.traces)),
    )
