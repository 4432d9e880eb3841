"""Telling older ads again when their cluster or actor has become another: together, and little by little.

What is due waits in line in the state. Whenever the stage has a moment (an empty batch), some of it is told.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from processors.link.due import AD, CLUSTER, TIME, progress
from processors.link.graph import ads_of
from processors.link.records import Cluster
from processors.link.standing import Standings
from processors.link.tables import State, number_key, number_newest_first
from processors.link.telling import tell_again
from processors.stage import Emit
from processors.state import Transaction
from schemas.topics import LINKED

BUDGET = 1_500  # ads looked at in one go: a thousand a second
BESIDE = 300  # while others come in, which wait behind those: or as many as have come, where these are more


class _Place(NamedTuple):
    """A place in line."""

    key: bytes
    at_ms: int  # its turn
    thing: bytes
    done: int  # how many of its ads were told
    before: int  # ads with lower numbers do not know yet


def anything_due(tx: Transaction) -> bool:
    """Whether ads are in line to be told again."""
    return next(tx.scan("due_queue"), None) is not None


def budget_beside(came: int) -> int:
    """How many ads are looked at in one go after so many others have come."""
    return min(BUDGET, max(BESIDE, came))


def some_due(now_ms: int | None, state: State, budget: int = BUDGET) -> Emit:
    """Tell some of those in line whose turn it is by now, with None some of all: the ads that are not as last told."""
    numbers: dict[int, None] = {}
    while budget > 0 and (place := _first(state)) is not None and (now_ms is None or place.at_ms <= now_ms):
        found = list(islice(_ads(place.thing, place.done + budget, state), place.done, place.done + budget))
        if len(found) < budget:
            state.tx.delete("due_queue", place.key)
            state.tx.delete("due", place.thing)
        else:
            state.tx.put("due_queue", place.key, progress(place.done + budget, place.before))
        unaware = [number for number in found if number < place.before]
        budget -= max(1, len(unaware))
        numbers |= dict.fromkeys(unaware)
    return Emit(tuple((LINKED, ad) for ad in tell_again(numbers, Standings(state), state)))


def _first(state: State) -> _Place | None:
    row = next(state.tx.scan("due_queue"), None)
    if row is None:
        return None
    key, told = row
    done, before = int.from_bytes(told[:4], "big"), int.from_bytes(told[4:], "big")
    return _Place(key, int.from_bytes(key[:TIME], "big"), key[TIME:], done, before)


def _ads(thing: bytes, limit: int, state: State) -> Iterator[int]:
    """The numbers of the ads that a place in line stands for, the newest first; none when it is no more."""
    kind, key = thing[:1], thing[1:]
    if kind == AD:
        return iter([int.from_bytes(key, "big")] if state.ads.get(key) else [])
    if kind == CLUSTER:
        cluster = state.clusters.get(key)
        return _members(cluster, state) if cluster else iter(())
    actor = state.actors.get(key)
    return iter(ads_of(actor.contacts, limit, state) if actor else ())


def _members(cluster: Cluster, state: State) -> Iterator[int]:
    for number in (cluster.number, *cluster.parts):
        for row, _ in state.tx.scan("members", number_key(number)):
            yield number_newest_first(row[4:])
