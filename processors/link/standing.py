"""How clusters and actors stand: the records with the signs that hold for them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from processors.link import due
from processors.link.actors import actor_of
from processors.link.graph import known
from processors.link.hubs import groups
from processors.link.records import Actor, Cluster
from processors.link.sign import Sign
from processors.link.signs import WEIGHTY, signs_of_actor, signs_of_cluster
from processors.link.tables import State, number_key
from processors.link.traces import remember
from schemas.ad import Link

Signs = tuple[Sign, ...]


class Standings:
    """A look at the state as it is: what holds is worked out once for each cluster, actor and contact."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._clusters: dict[int, tuple[Cluster, Signs]] = {}
        self._actors: dict[int, tuple[Actor, Signs]] = {}
        self._links: dict[bytes, Link] = {}

    def of_cluster(self, number: int) -> tuple[Cluster, Signs]:
        """The cluster with this number, and what holds for it."""
        if number not in self._clusters:
            cluster = _whole(self._state.cluster(number), self._state)
            self._clusters[number] = cluster, signs_of_cluster(cluster)
        return self._clusters[number]

    def link_by(self, token: str, contact: bytes) -> Link:
        """The link by a contact. It is the weaker, the more groups of other contacts meet nowhere but through it."""
        if contact not in self._links:
            use = known(contact, self._state)
            self._links[contact] = Link(
                kind="contact",
                evidence=token,
                strength=round(1.0 / max(1, groups(use.beside)), 3),
                first_seen=datetime.fromtimestamp(use.first_ms / 1000, UTC),
                last_seen=datetime.fromtimestamp(use.last_ms / 1000, UTC),
                ads=use.ads,
            )
        return self._links[contact]

    def note_told(self) -> None:
        """Where something holds by now that the newest ads were not told, they come in line to be told again."""
        for cluster, signs in self._clusters.values():
            holding = tuple(sign.indicator for sign in signs)
            if holding != cluster.told:
                own = self._state.cluster(cluster.number)  # without the parts that an analyst put into it
                self._state.clusters.put(number_key(own.number), replace(own, told=holding))
                due.newest_of_cluster(cluster, self._turn(holding, cluster.told), self._state)
        for actor, signs in self._actors.values():
            holding = tuple(sign.indicator for sign in signs)
            if holding != actor.told:
                self._state.actors.put(number_key(actor.number), replace(actor, told=holding))
                due.newest_of_actor(actor, self._turn(holding, actor.told), self._state)

    def _turn(self, holding: Sequence[str], told: Sequence[str]) -> int:
        turns = self._state.turns
        return turns.changed if WEIGHTY.isdisjoint({*holding} ^ {*told}) else turns.soon

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
