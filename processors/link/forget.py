"""Forgetting ads: when the time of their text is over, or when somebody has them erased.

Orders stand in a file of the installation, one ad a line, and are followed when the stage has a moment. Without an
order, an ad that was not seen for very long is forgotten too, so that the state does not grow without end. Nothing of
an ad is left; one that is seen again later is a new one.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from processors import added_lines
from processors.erased import FILE
from processors.link.actors import actor_of
from processors.link.clusters import leave
from processors.link.due import ads, left_actor
from processors.link.graph import beside
from processors.link.near import drop
from processors.link.records import Actor, Kept
from processors.link.tables import NEVER, State, newest_first, number_key
from schemas.base import epoch_ms
from schemas.forget import Order

AT_ONCE = 200  # orders that are followed before records have their turn again
LOOKS = 200  # ads that are looked at in one go for not having been seen
GAPS = 20_000  # and numbers of forgotten ones that are passed over
TURN = b"looked_to"  # in the table of counts: whose turn it is
OLDEST = b"turn_oldest"  # and when the ad was last seen that was unseen for longest, of those looked at in this turn
NOT_KNOWN = 0  # the size of a cluster that no ad was ever told with
PLACE = b"forgotten_to"  # in the table of counts: up to which byte of the file orders are followed


def path(home: Path) -> Path:
    """Where the orders stand."""
    return home / FILE


def follow_orders(home: Path, state: State, most: int = AT_ONCE) -> int:
    """Follow the next orders, and remember how far that was; how many ads were forgotten."""
    done = followed_to(state.tx.get("counts", PLACE))
    lines, end = added_lines.behind(path(home), done, most)
    forgotten = sum(_obey(msgspec.json.decode(line, type=Order), state) for line in lines)
    if lines:
        state.tx.put("counts", PLACE, str(end).encode())
    return forgotten


def followed_to(stored: bytes | None) -> int:
    """Up to which byte of the file orders are done with."""
    return int(stored or b"0")


def _obey(order: Order, state: State) -> bool:
    """An ad that was seen since came back: a state that is built anew reads old orders after new ads."""
    kept = state.known(order.ad_id)
    if kept is not None and kept.ad.history.last_seen > order.at and not order.for_good:
        return False
    if kept is not None and order.for_good:
        _have_others_told(kept, state)
    return forget(order.ad_id, state)


def _have_others_told(kept: Kept, state: State) -> None:
    """The newest ads of its cluster and actor are told again, whatever they were told last: a stage that was killed
    before it committed may have told them with this one, and without it they would look as if nothing had changed."""
    groups = (state.cluster(kept.cluster), actor_of(kept.contacts, state))
    others = {trace.number for group in groups if group for trace in group.traces} - {kept.number}
    for key in map(number_key, others):
        if other := state.ads.get(key):
            state.ads.put(key, replace(other, ad=replace(other.ad, cluster_size=NOT_KNOWN)))
    ads(sorted(others), state)


def forget(ad_id: str, state: State) -> bool:
    """Forget one ad; whether it was known."""
    state.waiting.put(ad_id.encode(), None)
    kept = state.known(ad_id)
    if kept is None:
        return False
    actor = actor_of(kept.contacts, state)
    leave(kept, state)
    _forget_texts(kept.cluster, state)
    for contact in kept.contacts:
        state.tx.delete("contact_ads", contact + newest_first(kept.number))
    unused = {contact for contact in kept.contacts if _is_unused(contact, state)}
    if actor is not None:
        left = _without(actor, kept, unused)
        left_actor(actor.number, state)
        state.actors.put(number_key(actor.number), left)
        unused |= set() if left else {each for each in actor.contacts if _is_unused(each, state)}
    for contact in unused:
        _forget_contact(contact, state)
    state.numbers.put(ad_id.encode(), None)
    state.ads.put(number_key(kept.number), None)
    return True


def forget_unseen(since_ms: int, state: State, most: int = LOOKS) -> int:
    """Forget, of the next `most` ads in turn, those that were not seen since; how many that were.

    Whoever calls this again and again comes past all ads, for a cost each time that does not grow with their number,
    and for none while a turn has shown that all of them were seen since.
    """
    if since_ms <= state.seen_since:
        return 0
    place = int(state.tx.get("counts", TURN) or b"0")
    oldest = int(state.tx.get("counts", OLDEST) or b"0") or NEVER
    end, forgotten = min(place + GAPS, state.ads_ever), 0
    while place < end and most:
        kept, place = state.ads.get(number_key(place)), place + 1
        if kept is None:
            continue
        most, seen_ms = most - 1, epoch_ms(kept.ad.history.last_seen)
        if seen_ms < since_ms:
            forgotten += forget(kept.ad.ad_id, state)
        else:
            oldest = min(oldest, seen_ms)
    if place >= state.ads_ever:
        state.seen_since, place, oldest = oldest, 0, 0
    state.tx.put("counts", TURN, str(place).encode())
    state.tx.put("counts", OLDEST, str(oldest).encode())
    return forgotten


def remains(ad_ids: Iterable[str], state: State) -> int:
    """In how many places something of these ads is kept. Looks at everything."""
    wanted = set(ad_ids)
    known = sum(state.numbers.get(each.encode()) is not None for each in wanted)
    ads = (state.ads.get(key) for key, _ in state.tx.scan("ads"))
    whole = sum(ad is not None and ad.ad.ad_id in wanted for ad in ads)
    groups = (state.clusters.get(key) for key, _ in state.tx.scan("clusters"))
    actors = (state.actors.get(key) for key, _ in state.tx.scan("actors"))
    return (
        known
        + whole
        + sum(trace.ad_id in wanted for group in (*groups, *actors) if group is not None for trace in group.traces)
    )


def _is_unused(contact: bytes, state: State) -> bool:
    use = state.contacts.get(contact)
    return use is not None and not use.hub and next(state.tx.scan("contact_ads", contact), None) is None


def _without(actor: Actor, kept: Kept, unused: set[bytes]) -> Actor | None:
    """The actor without an ad; None when it has no other."""
    if actor.ads <= 1:
        return None
    return replace(
        actor,
        ads=actor.ads - 1,
        mirrors=actor.mirrors - (kept.listing not in (-1, kept.number)),
        contacts=tuple(contact for contact in actor.contacts if contact not in unused),
        traces=tuple(trace for trace in actor.traces if trace.number != kept.number),
    )


def _forget_texts(number: int, state: State) -> None:
    """An empty cluster, unless an analyst put it together with others."""
    cluster = state.cluster(number)
    if cluster.size > 0:
        return
    drop(number, state)
    held = cluster.parts or cluster.into is not None
    state.clusters.put(number_key(number), replace(cluster, texts=()) if held else None)


def _forget_contact(contact: bytes, state: State) -> None:
    for other in beside(contact, state):
        state.tx.delete("edges", contact + other)
        state.tx.delete("edges", other + contact)
    state.contacts.put(contact, None)
    state.tx.delete("tokens", contact)
