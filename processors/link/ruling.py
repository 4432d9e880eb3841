"""Bringing the state in line with what analysts decided: what is new is done, what was taken back is undone."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from processors.link.actor_rulings import cut_here, force, link_here, mark, release
from processors.link.cluster_rulings import join_clusters, part_clusters, put_apart, put_back
from processors.link.decisions import Decision
from processors.link.effect import Effect
from processors.link.hubs import CUT, FORCED
from processors.link.intake import contact_key
from processors.link.standing import Standings
from processors.link.tables import State
from processors.link.telling import tell_again
from processors.stage import Emit
from schemas.tokens import TokenKeys
from schemas.topics import LINKED


class Done(msgspec.Struct, frozen=True, array_like=True):
    """A decision that the state follows, and the number of the ad or cluster that it moved."""

    decision: Decision
    moved: int = -1


_done = msgspec.msgpack.Decoder(Done)


def follow(decisions: Iterable[Decision], keys: TokenKeys, state: State) -> Emit:
    """Do what was decided since the last time. A decision about what was not seen yet waits until it is.

    A decision may name a contact by a token of an earlier key.
    """
    wanted = {decision.id: _renewed(decision, keys) for decision in decisions}
    done = {key.decode(): _done.decode(raw) for key, raw in state.tx.scan("decided")}
    effects: list[Effect] = []
    for name in [name for name in done if name not in wanted]:
        effects.append(_undo(_renewed(done[name].decision, keys), done[name].moved, state))
        state.tx.delete("decided", name.encode())
    for name in [name for name in wanted if name not in done]:
        effect = _do(wanted[name], state)
        if effect is not None:
            effects.append(effect)
            state.tx.put("decided", name.encode(), msgspec.msgpack.encode(Done(wanted[name], effect.moved)))
    numbers = dict.fromkeys(number for effect in effects for number in effect.tell)
    told = tell_again(numbers, Standings(state), state)
    events = (event for effect in effects for event in effect.events)
    return Emit((*((LINKED, ad) for ad in told), *events))


def _do(decision: Decision, state: State) -> Effect | None:
    """Do it; None when an ad or contact that it is about is not known yet."""
    ads = [ad for ad in map(state.known, decision.ads) if ad is not None]
    contact = contact_key(decision.contact)
    if len(ads) < len(decision.ads) or (decision.what == "contact" and state.contacts.get(contact) is None):
        return None
    match decision.action, decision.what, ads:
        case "cut", "contact", [ad]:
            return cut_here(ad, contact, decision, state)
        case _, "contact", _:
            return mark(contact, CUT if decision.action == "cut" else FORCED, decision, state)
        case "force", "actor", [one, other]:
            return force(one, other, decision, state)
        case "force", "cluster", [one, other]:
            return join_clusters(one, other, decision, state)
        case "cut", "cluster", [one, other]:
            return put_apart(one, other, decision, state)
    return None  # a line that the command does not write


def _renewed(decision: Decision, keys: TokenKeys) -> Decision:
    return replace(decision, contact=keys.renewed(decision.contact)) if decision.contact else decision


def _undo(decision: Decision, moved: int, state: State) -> Effect:
    """Take it back, as far as it is still there; `moved` is the ad or cluster that it moved."""
    ads = [ad for ad in map(state.known, decision.ads) if ad is not None]
    contact = contact_key(decision.contact)
    match decision.action, decision.what, ads:
        case "cut", "contact", [ad]:
            return link_here(ad, contact, decision, state)
        case _, "contact", _:
            return mark(contact, "", decision, state)
        case "force", "actor", _:
            return release(ads, decision, state)
        case "force", "cluster", _:
            return part_clusters(moved, decision, state)
    return put_back(moved, decision, state)
