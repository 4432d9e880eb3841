"""Why two ads are, or are not, in one cluster and at one actor: figures and contacts behind the answer, in words."""

from collections.abc import Iterator

from processors.link.actors import actor_of
from processors.link.graph import ads_of, beside, edge
from processors.link.hubs import ALONGSIDE, MAX_LISTED, REASONS
from processors.link.intake import contact_key
from processors.link.measuring import Measured, measure
from processors.link.near import MIN_SHINGLES, candidates
from processors.link.records import Actor, Kept
from processors.link.similarity import SHARED, alike, least, sketch
from processors.link.tables import State
from processors.state import Transaction
from schemas.ad import EnrichedAd
from schemas.base import Record

_OF_EACH = 2


class Pair(Record, frozen=True, kw_only=True):
    """The answer about two ads."""

    ads: tuple[str, str]
    same_cluster: bool
    text: str  # why, about the texts
    figures: dict[str, float]
    same_actor: bool
    contacts: tuple[str, ...]  # why, about the contacts, one sentence each


def why(one: EnrichedAd, other: EnrichedAd, tx: Transaction) -> Pair:
    """Why these two ads, which were linked, are or are not together."""
    state = State(tx)
    kept, beyond = _known(one, state), _known(other, state)
    same = _root(kept, state) == _root(beyond, state)
    figures = measure(*(sketch(ad.signature, ad.shingles, state.common) for ad in (one, other)))
    actors = tuple(actor_of(each.contacts, state) for each in (kept, beyond))
    return Pair(
        ads=(one.ad_id, other.ad_id),
        same_cluster=same,
        text=_about_texts(figures, min(one.shingles, other.shingles), same),
        figures={name: round(value, 3) for name, value in figures._asdict().items()},
        same_actor=actors[0] is not None and actors[1] is not None and actors[0].number == actors[1].number,
        contacts=tuple(_about_contacts(kept, beyond, actors[0], actors[1], state)),
    )


def others(ad: EnrichedAd, tx: Transaction) -> list[str]:
    """The ids of the ads to ask about first: of its cluster, of clusters it was compared with, of its contacts."""
    state = State(tx)
    kept = _known(ad, state)
    found = [trace.ad_id for trace in state.cluster(kept.cluster).traces][:_OF_EACH]
    for number in candidates(sketch(ad.signature, ad.shingles, state.common), state):
        found += state.cluster(number).texts[:1]
    for number in ads_of(kept.contacts, _OF_EACH, state):
        found.append(state.ad(number).ad.ad_id)
    return [ad_id for ad_id in dict.fromkeys(found) if ad_id != ad.ad_id]


def _known(ad: EnrichedAd, state: State) -> Kept:
    kept = state.known(ad.ad_id)
    if kept is None:
        raise LookupError(f"ad {ad.ad_id} was not linked")
    return kept


def _root(kept: Kept, state: State) -> int:
    cluster = state.cluster(kept.cluster)
    return cluster.number if cluster.into is None else cluster.into


def _about_texts(figures: Measured, shingles: int, same: bool) -> str:
    said = (
        f"{figures.found_in_text:.0%} of the first is in the second, {figures.found_in_ad:.0%} of the second in the "
        "first, common phrases counted less"
    )
    enough = alike(min(figures.found_in_text, figures.found_in_ad), figures.shared, shingles)
    apart = min(figures.gap_in_ad, figures.gap_in_text) > figures.gap_allowed
    if shingles < MIN_SHINGLES:
        return "one of the texts is too short to be compared"
    if same:
        return f"together: {said}" if enough and not apart else f"together by other ads of the cluster: {said}"
    if apart and enough:
        return f"apart: {said}, but each has a long passage of its own, so what they share is a passage too"
    if enough:
        return f"apart: {said}, but each is more alike to other ads"
    needed = f"{least(shingles):.0%} both ways and {SHARED:g} phrases are needed"
    return f"apart: {said}; {needed}, there are {figures.shared:.1f}"


def _about_contacts(one: Kept, other: Kept, actor: Actor | None, beyond: Actor | None, state: State) -> Iterator[str]:
    tokens = {contact_key(token): token for kept in (one, other) for token in kept.tokens}
    for kept in (one, other):
        if kept.listed > MAX_LISTED:
            yield f"{kept.ad.ad_id} lists {kept.listed} contacts, like a directory, so they link nothing"
    mentioned = [{*map(contact_key, kept.tokens), *kept.contacts} for kept in (one, other)]
    shared = [contact for contact in tokens if contact in mentioned[0] and contact in mentioned[1]]
    for contact in shared:
        yield _about_contact(tokens[contact], contact, (one, other), state)
    if forced := set(one.forced) & set(other.forced):
        yield f"an analyst decided that they are of one actor ({len(forced)} decisions)"
    if not shared and not forced:
        yield "no contact in common"
        if actor is not None and beyond is not None and actor.number == beyond.number:
            yield from _path(one, other, actor, state)


def _about_contact(token: str, contact: bytes, ads: tuple[Kept, Kept], state: State) -> str:
    use = state.contacts.get(contact)
    if any(contact in kept.cut for kept in ads):
        return f"{token}: an analyst decided that it does not link this ad"
    if use is None:
        return f"{token}: in both, of a directory"
    if use.hub:
        return f"{token}: in both, but {REASONS[use.why or ALONGSIDE]}"
    return f"{token}: in both; {use.ads} ads have it"


def _path(one: Kept, other: Kept, actor: Actor, state: State) -> Iterator[str]:
    """The shortest way from a contact of the one ad to a contact of the other, by ads that have two contacts."""
    members, goal = set(actor.contacts), set(other.contacts)
    came: dict[bytes, bytes | None] = {contact: None for contact in one.contacts if contact in members}
    for contact in (queue := list(came)):  # grows while it is walked
        if contact in goal:
            yield from _steps(contact, came, state)
            return
        for further in sorted((beside(contact, state) & members) - came.keys()):
            came[further] = contact
            queue.append(further)


def _steps(contact: bytes, came: dict[bytes, bytes | None], state: State) -> Iterator[str]:
    steps: list[str] = []
    while (before := came[contact]) is not None:
        found = edge(before, contact, state)
        if found is not None:
            first = "".join(f", the first {ad}," for ad in state.ids_of([found.ad]))
            steps.append(f"{found.ads} ads{first} have a contact of the one side and one of the other")
        contact = before
    yield from reversed(steps)
