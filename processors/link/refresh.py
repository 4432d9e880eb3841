"""Telling older ads again when their cluster or actor has become another: little by little, whatever the size.

What is due waits in line in the state. Whenever the stage has a moment (an empty batch), some of it is told.
"""

from collections.abc import Iterator
from itertools import islice

from processors.link.due import CLUSTER
from processors.link.graph import ads_of
from processors.link.records import Cluster
from processors.link.standing import Standings
from processors.link.tables import State, number_key, number_newest_first
from processors.link.telling import tell_again
from processors.stage import Emit
from processors.state import Transaction
from schemas.ad import LinkedAd
from schemas.topics import LINKED

BUDGET = 500  # ads looked at in one go


def anything_due(tx: Transaction) -> bool:
    """Whether ads are in line to be told again."""
    return next(tx.scan("due"), None) is not None


def some_due(state: State, budget: int = BUDGET) -> Emit:
    """Tell some of what is in line: the ads that are not as they were last told."""
    standings = Standings(state)
    told: list[LinkedAd] = []
    while budget > 0 and (first := next(state.tx.scan("due"), None)) is not None:
        key, done = first[0], int.from_bytes(first[1], "big")
        numbers = list(islice(_ads(key, done + budget, state), done, done + budget))
        told += tell_again(numbers, standings, state)
        if len(numbers) < budget:
            state.tx.delete("due", key)
        else:
            state.tx.put("due", key, number_key(done + budget))
        budget -= max(1, len(numbers))
    return Emit(tuple((LINKED, ad) for ad in told))


def _ads(key: bytes, limit: int, state: State) -> Iterator[int]:
    """The numbers of the ads that a place in line stands for, the newest first; none when it is no more."""
    if key[:1] == CLUSTER:
        cluster = state.clusters.get(key[1:])
        return _members(cluster, state) if cluster else iter(())
    actor = state.actors.get(key[1:])
    return iter(ads_of(actor.contacts, limit, state) if actor else ())


def _members(cluster: Cluster, state: State) -> Iterator[int]:
    for number in (cluster.number, *cluster.parts):
        for row, _ in state.tx.scan("members", number_key(number)):
            yield number_newest_first(row[4:])
