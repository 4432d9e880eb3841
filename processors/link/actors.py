"""Actors: ads joined by the contacts they share.

The graph is kept on contacts, not on ads: an actor is a connected group of contacts that are not hubs. So joining an ad
costs what its few contacts cost, however many ads there are. An actor keeps the id of its oldest ad through growth and
merges.
"""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from processors.link.apart import Split
from processors.link.dividing import MAX_MOVED, divide
from processors.link.due import actor_changed, all_of_actor
from processors.link.graph import ads_of, draw, has, keep, known, note, remember_ad
from processors.link.hubs import CUT
from processors.link.records import Actor, Trace
from processors.link.tables import State, number_key
from processors.link.traces import remember, sources_of
from schemas.ids import actor_id

MAX_CONTACTS = 200  # of one actor; more are not taken in


class Joined(NamedTuple):
    """What joining an ad changed: actors that became one (survivor, merged), ads whose actor is another now, and what
    left actors that fell apart."""

    merges: tuple[tuple[Actor, Actor], ...] = ()
    moved: tuple[int, ...] = ()
    splits: tuple[Split, ...] = ()


def actor_of(contacts: Iterable[bytes], state: State) -> Actor | None:
    """The actor behind an ad's contacts, None without a contact that links."""
    for contact in contacts:
        use = state.contacts.get(contact)
        if use is not None and use.actor is not None:
            return state.actors.get(number_key(use.actor))
    return None


def join(trace: Trace, new: bool, state: State) -> Joined:
    """Put an ad, `new` or seen before, at the actor of its contacts; several actors become one by it."""
    new_hubs = [contact for contact in trace.contacts if note(contact, trace, new, state)]
    divided = [divide(hub, state) for hub in new_hubs]
    counted = not new and any(has(contact, trace.number, state) for contact in trace.contacts)
    attached = attach(trace, counted, state)
    moved = [number for each in divided for number in each.moved]
    splits = tuple(split for each in divided for split in each.splits)
    return Joined(attached.merges, (*moved, *attached.moved), splits)


def attach(trace: Trace, counted: bool, state: State) -> Joined:
    """Put an ad whose contacts are noted at their actor; `counted`: it was there before."""
    linking = _linking(trace, state)
    if not linking:
        return Joined()
    moved: list[int] = []
    draw(linking, trace, state)
    found = _actors(linking, state)
    actor = found[0] if found else Actor(state.new_actor(), actor_id(trace.ad_id), trace.number)
    merges: list[tuple[Actor, Actor]] = []
    for other in found[1:]:
        if len(actor.contacts) + len(other.contacts) <= MAX_CONTACTS:
            moved += ads_of(other.contacts, MAX_MOVED, state)
            if other.ads > MAX_MOVED:
                all_of_actor(actor.number, state)
            actor = _absorbed(actor, other, state)
            merges.append((actor, other))
    keep(actor_changed(_grown(actor, linking, trace, counted, state), state), linking, state)
    return Joined(tuple(merges), tuple(moved))


def _linking(trace: Trace, state: State) -> list[bytes]:
    """The ad's contacts that are no hubs. Those that an analyst cut remember their ads, so that it can be undone."""
    uses = {contact: known(contact, state) for contact in trace.contacts}
    for contact, use in uses.items():
        if use.why == CUT:
            remember_ad(contact, trace.number, state)
    return [contact for contact, use in uses.items() if not use.hub]


def _actors(contacts: Iterable[bytes], state: State) -> list[Actor]:
    """The actors these contacts are of, the one with the oldest ad first."""
    numbers = {known(contact, state).actor for contact in contacts} - {None}
    actors = [state.actors.get(number_key(number)) for number in numbers if number is not None]
    return sorted((actor for actor in actors if actor is not None), key=lambda actor: actor.first)


def _grown(actor: Actor, contacts: Iterable[bytes], trace: Trace, counted: bool, state: State) -> Actor:
    """The actor with one more ad, unless it was `counted` before, and with those contacts that had no actor."""
    fresh = [contact for contact in contacts if known(contact, state).actor is None]
    return replace(
        actor,
        ads=actor.ads + (not counted),
        mirrors=actor.mirrors + (not counted and trace.listing != trace.number),
        contacts=(*actor.contacts, *fresh)[:MAX_CONTACTS],
        sources=sources_of((*actor.sources, trace.source)),
        since_ms=min(actor.since_ms or trace.at_ms, trace.at_ms),
        traces=remember(actor.traces, trace),
    )


def _absorbed(actor: Actor, other: Actor, state: State) -> Actor:
    """The actor with all that another one had; the other is no more."""
    state.actors.put(number_key(other.number), None)
    both = replace(
        actor,
        ads=actor.ads + other.ads,
        mirrors=actor.mirrors + other.mirrors,
        contacts=actor.contacts + other.contacts,
        sources=sources_of((*actor.sources, *other.sources)),
        since_ms=min(actor.since_ms or other.since_ms, other.since_ms or actor.since_ms),
        traces=remember(actor.traces, *other.traces),
    )
    keep(both, other.contacts, state)
    return both
