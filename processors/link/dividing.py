"""Dividing an actor: when a contact turns out to be a hub, what it held together is found again from other edges."""

from typing import NamedTuple

from msgspec.structs import replace

from processors.link.apart import Part, Split, splits_of
from processors.link.due import all_of_actor
from processors.link.graph import ads_of, beside, has, keep, known
from processors.link.records import MAX_TRACES, Actor
from processors.link.tables import State, number_key
from processors.link.traces import remember, sources_of, trace_of
from schemas.ids import actor_id

MAX_MOVED = 100  # ads of a merged or divided actor that are told again at once; more of them wait in line
_MAX_COUNTED = 1_000  # ads of a piece that are counted


class Divided(NamedTuple):
    """What dividing an actor changed: ads whose actor is another now, and what left it."""

    moved: tuple[int, ...] = ()
    splits: tuple[Split, ...] = ()


def divide(hub: bytes, state: State) -> Divided:
    """Take a contact out of its actor, whose other contacts fall into groups.

    The group with the actor's oldest ad keeps its number and id, the others become actors of their own.
    """
    use = known(hub, state)
    state.contacts.put(hub, replace(use, actor=None))
    actor = state.actors.get(number_key(use.actor)) if use.actor is not None else None
    if actor is None:
        return Divided()
    parts: list[Part] = []
    with_hub = ads_of((hub,), _MAX_COUNTED, state)
    moved = with_hub[:MAX_MOVED]
    state.actors.put(number_key(actor.number), None)
    for group in _groups({contact for contact in actor.contacts if contact != hub}, state):
        numbers = ads_of(group, _MAX_COUNTED, state)
        oldest = any(has(contact, actor.first, state) for contact in group)
        rebuilt = _rebuilt(group, numbers, actor if oldest else None, state)
        keep(rebuilt, group, state)
        if not oldest:
            moved += numbers[:MAX_MOVED]
            parts.append(Part(rebuilt.id, state.ids_of(numbers)))
        if len(numbers) > MAX_MOVED:
            all_of_actor(rebuilt.number, state)
    alone = [number for number in with_hub if _has_no_actor(number, state)]
    splits = splits_of(actor.id, parts, state.ids_of(alone), (state.tx.get("tokens", hub) or b"").decode())
    return Divided(tuple(dict.fromkeys((*moved, *alone))), splits)


def _has_no_actor(number: int, state: State) -> bool:
    """Whether none of an ad's contacts links it to an actor."""
    uses = map(state.contacts.get, state.ad(number).contacts)
    return all(use is None or use.actor is None for use in uses)


def _groups(contacts: set[bytes], state: State) -> list[list[bytes]]:
    """The contacts in connected groups, by the edges between them."""
    groups: list[list[bytes]] = []
    left = set(contacts)
    while left:
        group = [min(left)]
        left.remove(group[0])
        for contact in group:  # grows while it is walked
            reached = beside(contact, state) & left
            group += sorted(reached)
            left -= reached
        groups.append(group)
    return groups


def _rebuilt(contacts: list[bytes], numbers: list[int], before: Actor | None, state: State) -> Actor:
    """The actor of a group of contacts, from its ads; `before` is the one whose number and id it keeps."""
    traces = remember((), *(trace_of(state.ad(number)) for number in numbers[:MAX_TRACES]))
    first = min(known(contact, state).first for contact in contacts)
    actor = before or Actor(state.new_actor(), actor_id(state.ids_of((first, *sorted(numbers)))[0]), first)
    return replace(
        actor,
        ads=len(numbers),
        mirrors=sum(state.ad(number).listing not in (-1, number) for number in numbers),
        contacts=tuple(contacts),
        sources=sources_of(trace.source for trace in traces),
        traces=traces,
        since_ms=min((trace.at_ms for trace in traces), default=0),
    )
