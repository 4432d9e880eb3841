"""One enriched ad in; out come the linked ad and whatever else it changed."""

from collections.abc import Callable

from msgspec.structs import replace

from processors.link import clusters, intake
from processors.link.actors import Joined, join
from processors.link.forms import form_of
from processors.link.history import Past, When, history_of, observe, past_of, place
from processors.link.hubs import MAX_LISTED
from processors.link.records import Kept, Sighting
from processors.link.similarity import sketch
from processors.link.standing import Standings
from processors.link.tables import State, number_key
from processors.link.telling import stale, tell_again, told
from processors.link.traces import trace_of
from processors.stage import Emit
from schemas.ad import EnrichedAd, Link
from schemas.events import ActorMerged
from schemas.topics import LINKED, MERGES, Topic

Names = Callable[[EnrichedAd], tuple[int, ...]]


def link(ad: EnrichedAd, state: State, names: Names) -> Emit:
    """Link one ad. A replay of an observation changes nothing and tells the ad as it was last told."""
    before = state.known(ad.ad_id)
    past = past_of(before)
    sighting = Sighting(ad.observed_ms, intake.content_of(ad))
    when = place(past, sighting)
    if before is None or when is When.NEWEST:
        edited = before is None or past.sightings[-1].content != sighting.content
        return _newest(_kept(ad, before, observe(past, sighting), edited, state, names), ad, before is None, state)
    if when is When.LATE:
        before = _late(ad, before, observe(past, sighting), state)
    return Emit(((LINKED, before.ad),))


def _late(ad: EnrichedAd, before: Kept, past: Past, state: State) -> Kept:
    """An older observation than the newest one: only the history learns from it."""
    history = history_of(past, ad.observed_at, before.ad.history)
    now = replace(before.ad, history=history, revision=before.ad.revision + 1)
    kept = replace(before, ad=now, sightings=past.sightings, forgotten=past.forgotten, changes=past.changes)
    state.ads.put(number_key(kept.number), kept)
    return kept


def _newest(kept: Kept, ad: EnrichedAd, new: bool, state: State) -> Emit:
    """A new ad, or the newest observation of one we know."""
    trace = trace_of(kept)
    clusters.enter(trace, new, state)
    joined = join(trace, new, state)
    standings = Standings(state)
    again = (*joined.moved, *stale(kept, standings, state))
    kept = replace(kept, ad=told(kept, standings, state))
    state.ads.put(number_key(kept.number), kept)
    others = tell_again((number for number in again if number != kept.number), standings, state)
    return Emit((*((LINKED, linked) for linked in (kept.ad, *others)), *_merges(joined, ad)))


def _kept(ad: EnrichedAd, before: Kept | None, past: Past, edited: bool, state: State, names: Names) -> Kept:
    """What is kept of the ad, its cluster chosen. It never loses a contact that linked it: its listing once had it."""
    number = before.number if before else state.new_ad(ad.ad_id)
    cluster, links = (
        _placed(ad, number, before, state) if edited or before is None else (before.cluster, before.ad.links)
    )
    again = before is not None and before.ad.observed_ms == ad.observed_ms
    linked = intake.masked(
        ad,
        history=history_of(past, ad.observed_at, before.ad.history if before else None),
        revision=before.ad.revision + 1 if before and again else 0,
        links=links,
    )
    contacts = [intake.contact_key(contact.token) for contact in linked.contacts]
    earlier = before.contacts if before else ()
    directory = len(contacts) > MAX_LISTED
    return Kept(
        number=number,
        cluster=cluster,
        ad=linked,
        own=len(ad.findings),
        form=form_of(ad.source_family, ad.findings),
        contacts=earlier if directory else tuple(dict.fromkeys((*contacts, *earlier)))[:MAX_LISTED],
        listed=len(contacts),
        names=names(ad),
        sightings=past.sightings,
        forgotten=past.forgotten,
        changes=past.changes,
    )


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


def _merges(joined: Joined, ad: EnrichedAd) -> tuple[tuple[Topic, ActorMerged], ...]:
    return tuple(
        (MERGES, ActorMerged(survivor=one.id, merged=other.id, evidence=ad.ad_id, at=ad.observed_at))
        for one, other in joined.merges
    )
