"""The graph behind the actors: contacts, the ads that have them, and the edges between them.

An edge says that an ad has both contacts. Hubs have no edges and no list of ads, so neither can grow without end.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice, permutations

from msgspec.structs import replace

from processors.link.hubs import used
from processors.link.records import Actor, ContactUse, Trace
from processors.link.tables import State, newest_first, number_key, number_newest_first

_MAX_EDGES = 1_000  # of one contact that are looked at


def known(contact: bytes, state: State) -> ContactUse:
    """The use of a contact that was noted before."""
    use = state.contacts.get(contact)
    if use is None:
        raise LookupError("a contact must be noted before it links")
    return use


def note(contact: bytes, trace: Trace, state: State) -> bool:
    """Note one more ad with this contact; whether that makes it a hub."""
    before = state.contacts.get(contact) or ContactUse(first=trace.number)
    after = used(before, trace.cluster, tuple(other for other in trace.contacts if other != contact))
    state.contacts.put(contact, replace(after, first=min(after.first, trace.number)))
    return after.hub and not before.hub


def draw(contacts: Sequence[bytes], trace: Trace, state: State) -> None:
    """Remember that the ad has these contacts, and that it connects them."""
    for contact in contacts:
        state.tx.put("contact_ads", contact + newest_first(trace.number), b"")
    for one, other in permutations(contacts, 2):
        if state.tx.get("edges", one + other) is None:
            state.tx.put("edges", one + other, number_key(trace.number))


def has(contact: bytes, number: int, state: State) -> bool:
    """Whether the ad with this number has the contact."""
    return state.tx.get("contact_ads", contact + newest_first(number)) is not None


def ads_of(contacts: Iterable[bytes], limit: int, state: State) -> list[int]:
    """The numbers of the newest ads with any of these contacts."""
    newest = merge(*(_ads_with(contact, state) for contact in contacts))
    return [number_newest_first(part) for part in dict.fromkeys(islice(newest, limit))]


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
