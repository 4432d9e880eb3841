"""Actors: ads joined by the contacts they share.

The graph is kept on contacts, not on ads. An actor is a connected group of contacts that are not hubs; an edge is an ad
that has both. So joining an ad costs what its few contacts cost, and when a contact turns out to be a hub, the groups
that it held together are found again from the edges. An actor keeps the id of its oldest ad through growth and merges.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice, permutations
from typing import NamedTuple

from msgspec.structs import replace

from processors.link.hubs import used
from processors.link.records import MAX_TRACES, Actor, ContactUse, Trace
from processors.link.tables import State, newest_first, number_key, number_newest_first
from processors.link.traces import remember, trace_of
from schemas.ids import actor_id

MAX_CONTACTS = 200  # of one actor; more are not taken in
MAX_MOVED = 100  # ads of a merged or divided actor that are told again, the newest ones
_MAX_COUNTED = 1_000  # ads of a piece that are counted when an actor is divided
_MAX_SOURCES = 32


class Joined(NamedTuple):
    """What joining an ad changed: actors that became one (survivor, merged), and ads whose actor is another now."""

    merges: tuple[tuple[Actor, Actor], ...] = ()
    moved: tuple[int, ...] = ()


def actor_of(contacts: Iterable[bytes], state: State) -> Actor | None:
    """The actor behind an ad's contacts, None without a contact that links."""
    for contact in contacts:
        use = state.contacts.get(contact)
        if use is not None and use.actor is not None:
            return state.actors.get(number_key(use.actor))
    return None


def join(trace: Trace, new: bool, state: State) -> Joined:
    """Put an ad, `new` or seen before, at the actor of its contacts; several actors become one by it."""
    new_hubs = [contact for contact in trace.contacts if _use(contact, trace, state)]
    moved = [number for hub in new_hubs for number in _divide(hub, state)]
    linking = [contact for contact in trace.contacts if not _known(contact, state).hub]
    if not linking:
        return Joined(moved=tuple(moved))
    counted = not new and any(_has(contact, trace.number, state) for contact in linking)
    _draw(linking, trace, state)
    found = sorted(_actors(linking, state), key=lambda actor: actor.first)
    actor = found[0] if found else _new(trace, state)
    merges: list[tuple[Actor, Actor]] = []
    for other in found[1:]:
        if len(actor.contacts) + len(other.contacts) <= MAX_CONTACTS:
            moved += ads_of(other.contacts, MAX_MOVED, state)
            actor = _absorb(actor, other, state)
            merges.append((actor, other))
    _keep(_grow(actor, linking, trace, counted, state), linking, state)
    return Joined(tuple(merges), tuple(moved))


def ads_of(contacts: Iterable[bytes], limit: int, state: State) -> list[int]:
    """The numbers of the newest ads with any of these contacts."""
    newest = merge(*(_ads_with(contact, state) for contact in contacts))
    return [number_newest_first(part) for part in dict.fromkeys(islice(newest, limit))]


def _ads_with(contact: bytes, state: State) -> Iterator[bytes]:
    return (key[len(contact) :] for key, _ in state.tx.scan("contact_ads", contact))


def _known(contact: bytes, state: State) -> ContactUse:
    use = state.contacts.get(contact)
    if use is None:
        raise LookupError("a contact must be noted before it links")
    return use


def _use(contact: bytes, trace: Trace, state: State) -> bool:
    """Note one more ad with this contact; whether that makes it a hub."""
    before = state.contacts.get(contact) or ContactUse(first=trace.number)
    after = used(before, trace.cluster, tuple(other for other in trace.contacts if other != contact))
    state.contacts.put(contact, replace(after, first=min(after.first, trace.number)))
    return after.hub and not before.hub


def _has(contact: bytes, number: int, state: State) -> bool:
    return state.tx.get("contact_ads", contact + newest_first(number)) is not None


def _draw(contacts: Sequence[bytes], trace: Trace, state: State) -> None:
    """Remember that the ad has these contacts, and that it connects them."""
    for contact in contacts:
        state.tx.put("contact_ads", contact + newest_first(trace.number), b"")
    for one, other in permutations(contacts, 2):
        if state.tx.get("edges", one + other) is None:
            state.tx.put("edges", one + other, number_key(trace.number))


def _actors(contacts: Iterable[bytes], state: State) -> list[Actor]:
    numbers = {use.actor for contact in contacts if (use := _known(contact, state)).actor is not None}
    return [actor for number in numbers if number is not None and (actor := state.actors.get(number_key(number)))]


def _new(trace: Trace, state: State) -> Actor:
    return Actor(state.new_actor(), actor_id(trace.ad_id), trace.number)


def _grow(actor: Actor, contacts: Iterable[bytes], trace: Trace, counted: bool, state: State) -> Actor:
    fresh = [contact for contact in contacts if _known(contact, state).actor is None]
    return replace(
        actor,
        ads=actor.ads + (not counted),
        contacts=(*actor.contacts, *fresh)[:MAX_CONTACTS],
        sources=_sources(actor.sources, (trace.source,)),
        traces=remember(actor.traces, trace),
    )


def _absorb(actor: Actor, other: Actor, state: State) -> Actor:
    state.actors.put(number_key(other.number), None)
    _assign(other.contacts, actor, state)
    return replace(
        actor,
        ads=actor.ads + other.ads,
        contacts=actor.contacts + other.contacts,
        sources=_sources(actor.sources, other.sources),
        traces=remember(actor.traces, *other.traces),
    )


def _keep(actor: Actor, contacts: Iterable[bytes], state: State) -> None:
    """Store the actor; `contacts` are those it may have gained."""
    state.actors.put(number_key(actor.number), actor)
    _assign([contact for contact in contacts if contact in actor.contacts], actor, state)


def _assign(contacts: Iterable[bytes], actor: Actor, state: State) -> None:
    for contact in contacts:
        use = _known(contact, state)
        if use.actor != actor.number:
            state.contacts.put(contact, replace(use, actor=actor.number))


def _divide(hub: bytes, state: State) -> list[int]:
    """Take a contact that turned out to be a hub out of its actor; the ads whose actor is another now."""
    use = _known(hub, state)
    state.contacts.put(hub, replace(use, actor=None))
    actor = state.actors.get(number_key(use.actor)) if use.actor is not None else None
    if actor is None:
        return []
    moved = ads_of((hub,), MAX_MOVED, state)
    state.actors.put(number_key(actor.number), None)
    for group in _groups({contact for contact in actor.contacts if contact != hub}, state):
        numbers = ads_of(group, _MAX_COUNTED, state)
        keeps = any(_has(contact, actor.first, state) for contact in group)
        _keep(_rebuilt(group, numbers, actor if keeps else None, state), group, state)
        moved += [] if keeps else numbers[:MAX_MOVED]
    return moved


def _groups(contacts: set[bytes], state: State) -> list[list[bytes]]:
    """The contacts in connected groups, by the edges between them."""
    groups: list[list[bytes]] = []
    left = set(contacts)
    while left:
        group = [min(left)]
        left.remove(group[0])
        for contact in group:  # grows while it is walked
            beside = {key[len(contact) :] for key, _ in islice(state.tx.scan("edges", contact), _MAX_COUNTED)}
            group += sorted(beside & left)
            left -= beside
        groups.append(group)
    return groups


def _rebuilt(contacts: list[bytes], numbers: list[int], before: Actor | None, state: State) -> Actor:
    """The actor of a group of contacts; under its old number and id if it is the one with the oldest ad."""
    traces = remember((), *(trace_of(state.ad(number)) for number in numbers[:MAX_TRACES]))
    first = min(_known(contact, state).first for contact in contacts)
    actor = before or Actor(state.new_actor(), actor_id(state.ad(first).ad.ad_id), first)
    return replace(
        actor,
        ads=len(numbers),
        contacts=tuple(contacts),
        sources=_sources((), (trace.source for trace in traces)),
        traces=traces,
    )


def _sources(*names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for some in names for name in some})[:_MAX_SOURCES])
