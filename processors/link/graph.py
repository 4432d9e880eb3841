"""The graph behind the actors: contacts, the ads that have them, and the edges between them.

An edge says that ads have both contacts: which was the first, how many they are, when the first and the last appeared.
Hubs have no edges and no list of ads, so neither can grow without end.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import combinations, groupby, islice
from typing import NamedTuple

from msgspec.structs import replace

from processors.link.hubs import SERVICE, used
from processors.link.records import Actor, ContactUse, Trace
from processors.link.tables import State, newest_first, number_key, number_newest_first

_MAX_EDGES = 1_000  # of one contact that are looked at
EDGE = struct.Struct("<IIqq")


class Edge(NamedTuple):
    """Why two contacts are beside each other."""

    ad: int  # number of the first ad that has both
    ads: int
    first_ms: int
    last_ms: int


def known(contact: bytes, state: State) -> ContactUse:
    """The use of a contact that was noted before."""
    use = state.contacts.get(contact)
    if use is None:
        raise LookupError("a contact must be noted before it links")
    return use


def note(contact: bytes, trace: Trace, new: bool, state: State) -> bool:
    """Note an ad, `new` or seen before, with this contact; whether that makes it a hub."""
    before = state.contacts.get(contact) or _first(contact, trace, state)
    after = used(before, contact, trace, new)
    state.contacts.put(contact, replace(after, first=min(after.first, trace.number)))
    return after.hub and not before.hub


def _first(contact: bytes, trace: Trace, state: State) -> ContactUse:
    """A contact that is new: one of a service links nothing from the start."""
    if contact in state.services:
        return ContactUse(first=trace.number, hub=True, why=SERVICE)
    return ContactUse(first=trace.number)


def draw(contacts: Sequence[bytes], trace: Trace, state: State) -> None:
    """Remember that the ad has these contacts, and that it connects them."""
    fresh = [contact for contact in contacts if not has(contact, trace.number, state)]
    for contact in fresh:
        remember_ad(contact, trace.number, state)
    for one, other in combinations(sorted(contacts), 2):
        if one in fresh or other in fresh:
            before = edge(one, other, state)
            first, last = (before.first_ms, before.last_ms) if before else (trace.at_ms, trace.at_ms)
            now = Edge(
                before.ad if before else trace.number,
                before.ads + 1 if before else 1,
                min(first, trace.at_ms),
                max(last, trace.at_ms),
            )
            state.tx.put("edges", one + other, EDGE.pack(*now))
            if before is None:
                state.tx.put("edges", other + one, b"")  # so that it is found from both ends


def edge(one: bytes, other: bytes, state: State) -> Edge | None:
    """The edge between two contacts, None without one."""
    packed = state.tx.get("edges", min(one, other) + max(one, other))
    if packed is None or len(packed) != EDGE.size:  # a state of an earlier version keeps less; it is drawn anew
        return None
    return Edge(*EDGE.unpack(packed))


def erase(contacts: Sequence[bytes], number: int, state: State) -> None:
    """Forget that the ad has these contacts, and all edges between them: whoever does so draws what is left anew."""
    for contact in contacts:
        state.tx.delete("contact_ads", contact + newest_first(number))
    for one, other in combinations(sorted(contacts), 2):
        state.tx.delete("edges", one + other)
        state.tx.delete("edges", other + one)


def remember_ad(contact: bytes, number: int, state: State) -> None:
    """Remember that the ad with this number has the contact."""
    state.tx.put("contact_ads", contact + newest_first(number), b"")


def has(contact: bytes, number: int, state: State) -> bool:
    """Whether the ad with this number has the contact."""
    return state.tx.get("contact_ads", contact + newest_first(number)) is not None


def ads_of(contacts: Iterable[bytes], limit: int, state: State) -> list[int]:
    """The numbers of the newest ads with any of these contacts."""
    newest = merge(*(_ads_with(contact, state) for contact in contacts))
    return [number_newest_first(part) for part, _ in islice(groupby(newest), limit)]


def _ads_with(contact: bytes, state: State) -> Iterator[bytes]:
    return (key[len(contact) :] for key, _ in state.tx.scan("contact_ads", contact))


def beside(contact: bytes, state: State) -> set[bytes]:
    """The contacts that some ad has together with this one."""
    return {key[len(contact) :] for key, _ in islice(state.tx.scan("edges", contact), _MAX_EDGES)}


def keep(actor: Actor, contacts: Iterable[bytes], state: State) -> None:
    """Store the actor; `contacts` are those of its contacts that may not have been its own before."""
    state.actors.put(number_key(actor.number), actor)
    for contact in contacts:
        use = known(contact, state)
        if use.actor != actor.number and contact in actor.contacts:
            state.contacts.put(contact, replace(use, actor=actor.number))
