"""One enriched ad in: it is put into its cluster and at its actor, and whatever else that changes is noted."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from processors.link import clusters, intake
from processors.link.actors import Joined, join
from processors.link.answers import Answer
from processors.link.apart import event
from processors.link.edits import difference
from processors.link.effect import Event
from processors.link.forms import form_of
from processors.link.history import Past, When, history_of, observe, past_of, place
from processors.link.hubs import MAX_LISTED
from processors.link.norms import far_from_norm
from processors.link.records import Kept, Sighting
from processors.link.sightings import caught_up
from processors.link.similarity import sketch
from processors.link.surges import Crisis, surging
from processors.link.tables import State, number_key
from processors.link.telling import finding_of
from processors.link.traces import original, trace_of
from schemas.ad import Edit, EnrichedAd, History, Link, LinkedAd, Move
from schemas.events import ActorMerged
from schemas.topics import MERGES, SPLITS

MAX_EDITS, MAX_MOVES = 5, 8  # remembered of one ad


class Helps(NamedTuple):
    """What linking needs besides the ads and its state."""

    keyed: intake.Keyed
    crises: tuple[Crisis, ...] = ()


def link(ad: EnrichedAd, state: State, helps: Helps) -> Answer:
    """Link one ad. A replay of an observation changes nothing and tells the ad as it was last told."""
    before = state.known(ad.ad_id)
    past = past_of(before)
    sighting = Sighting(ad.observed_ms, intake.content_of(ad))
    when = place(past, sighting)
    if before is None or when is When.NEWEST:
        edited = before is None or past.sightings[-1].content != sighting.content
        kept = _kept(ad, before, observe(past, sighting), edited, state, helps)
        return _newest(caught_up(kept, state) if edited else kept, ad, before is None, state)
    if when is When.LATE:
        before = _late(ad, before, observe(past, sighting), state)
    return Answer(before.number)


def _late(ad: EnrichedAd, before: Kept, past: Past, state: State) -> Kept:
    """An older observation than the newest one: only the history learns from it."""
    history = history_of(past, ad.observed_at, before.ad.history)
    now = replace(before.ad, history=history, revision=before.ad.revision + 1)
    kept = replace(before, ad=now, sightings=past.sightings, forgotten=past.forgotten, changes=past.changes)
    state.ads.put(number_key(kept.number), kept)
    return kept


def _newest(kept: Kept, ad: EnrichedAd, new: bool, state: State) -> Answer:
    """A new ad, or the newest observation of one we know."""
    trace = trace_of(kept)
    if new and (first := original(trace, state.cluster(kept.cluster).traces)) is not None:
        linked = replace(kept.ad, history=replace(kept.ad.history, mirror_of=first.ad_id))
        kept = replace(kept, ad=linked, listing=first.listing)
        trace = replace(trace, listing=first.listing)
    clusters.enter(trace, new, state)
    joined = join(trace, new, state)
    state.ads.put(number_key(kept.number), kept)
    return Answer(kept.number, True, joined.moved, tuple(_events(joined, ad)))


def _history(ad: EnrichedAd, before: Kept | None, past: Past, edited: bool) -> History:
    """The history after this observation; of an edited ad also what changed."""
    history = history_of(past, ad.observed_at, before.ad.history if before else None)
    if before is None or not edited:
        return history
    removed, added = difference(before.ad.masked, ad.masked)
    edit = Edit(at=ad.observed_at, removed=removed, added=added)
    return replace(history, edits=(*history.edits, edit)[-MAX_EDITS:])


def _moved(linked: LinkedAd, before: Kept | None) -> LinkedAd:
    """The ad; when it is for another place now, its history says so."""
    place, earlier = intake.place_of(linked), intake.place_of(before.ad) if before else ""
    if not place or not earlier or place == earlier:
        return linked
    move = Move(at=linked.observed_at, place=place, before=earlier)
    return replace(linked, history=replace(linked.history, moves=(*linked.history.moves, move)[-MAX_MOVES:]))


def _kept(ad: EnrichedAd, before: Kept | None, past: Past, edited: bool, state: State, helps: Helps) -> Kept:
    """What is kept of the ad, its cluster chosen. It never loses a contact that linked it: its listing once had it."""
    number = before.number if before else state.new_ad(ad.ad_id, ad.observed_ms)
    cluster, links = (
        _placed(ad, number, before, state) if edited or before is None else (before.cluster, before.ad.links)
    )
    again = before is not None and before.ad.observed_ms == ad.observed_ms
    linked = intake.masked(
        ad,
        history=_history(ad, before, past, edited),
        revision=before.ad.revision + 1 if before and again else 0,
        links=links,
    )
    linked = _moved(linked, before)
    addresses = helps.keyed.addresses(ad)
    tokens = (*(contact.token for contact in linked.contacts), *addresses)
    contacts = [intake.contact_key(token) for token in tokens]
    for token, key in zip(tokens, contacts, strict=True):
        state.remember_token(key, token)
    directory = len(contacts) > MAX_LISTED
    kept = Kept(
        number=number,
        cluster=cluster,
        ad=linked,
        own=len(ad.findings),
        form=form_of(ad.source_family, ad.findings),
        contacts=_linking(() if directory else contacts, before),
        listed=len(contacts),
        names=helps.keyed.names(ad),
        sightings=past.sightings,
        forgotten=past.forgotten,
        changes=past.changes,
        gones=past.gones,
        listing=before.listing if before else -1,
        cut=before.cut if before else (),
        forced=before.forced if before else (),
        apart=before.apart if before else (),
        addresses=addresses,
    )
    return _with_signs(kept, helps, state)


def _linking(contacts: Sequence[bytes], before: Kept | None) -> tuple[bytes, ...]:
    """The contacts the ad has and had, without those that an analyst cut, with the links that one forced."""
    if before is None:
        return tuple(contacts)
    kept = [each for each in dict.fromkeys((*contacts, *before.contacts)) if each not in (*before.cut, *before.forced)]
    return (*kept[:MAX_LISTED], *before.forced)


def _with_signs(kept: Kept, helps: Helps, state: State) -> Kept:
    """The ad with what it shows against all ads of its place or time; that is its own and does not change later."""
    found = [sign for sign in (far_from_norm(kept, state), surging(kept, helps.crises, state)) if sign]
    if not found:
        return kept
    own = tuple(finding_of(sign, kept.ad.ad_id, ()) for sign in found)
    return replace(kept, ad=replace(kept.ad, findings=(*kept.ad.findings, *own)), own=kept.own + len(own))


def _placed(ad: EnrichedAd, number: int, before: Kept | None, state: State) -> tuple[int, tuple[Link, ...]]:
    """The cluster of the ad's text, and why."""
    text = sketch(ad.signature, ad.shingles, state.common)
    cluster, found = clusters.choose(text, number, before, state)
    if before is not None and before.cluster != cluster:
        clusters.leave(before, state)
    clusters.keep_text(cluster, text, ad.ad_id, found, state)
    if found is None or found.ad_id == ad.ad_id:
        return cluster, ()
    return cluster, (Link(kind="near_duplicate", evidence=found.ad_id, strength=round(found.score, 3)),)


def _events(joined: Joined, ad: EnrichedAd) -> Iterator[Event]:
    for one, other in joined.merges:
        yield MERGES, ActorMerged(survivor=one.id, merged=other.id, evidence=ad.ad_id, at=ad.observed_at)
    for split in joined.splits:
        yield SPLITS, event(split, "hub", ad.ad_id, ad.observed_at)
