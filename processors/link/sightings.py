"""What crawls say of ads without sending their text again: that they were seen unchanged, or that they are gone.

A sighting belongs to the text it was of. When that has not arrived (another topic brings it, and it may be slower), the
sighting waits for it; so does what is said of an ad that was never seen, as when all topics are read anew.
"""

from msgspec.structs import replace

from processors.link.answers import Answer
from processors.link.history import MAX_SIGHTINGS, Past, When, gone_ms, history_of, miss, observe, past_of, place
from processors.link.intake import content_bits
from processors.link.records import Kept, Sighting, Waiting
from processors.link.tables import State, number_key
from schemas.base import epoch_ms
from schemas.sighting import AdSighting, AdVanished, Seen

MAX_WAITING = 200_000  # ads that sightings wait for; children's-lane ads never come, so the oldest are forgotten


def sighted(seen: AdSighting, state: State) -> Answer:
    """An ad was seen. With a new or changed text it also comes as an ad, which is the observation then."""
    if seen.seen is not Seen.UNCHANGED:
        return Answer()
    kept = state.known(seen.ad_id)
    sighting = Sighting(epoch_ms(seen.observed_at), content_bits(seen.content_hash))
    if kept is None or (sighting > kept.sightings[-1] and sighting.content != kept.sightings[-1].content):
        return _wait(seen.ad_id, sighting, 0, state)
    now = _seen(kept, sighting, state)
    if now is kept:
        return Answer()
    if now.ad.observed_at != kept.ad.observed_at:
        now = replace(now, ad=replace(now.ad, crawl_run=seen.crawl_run))
    state.ads.put(number_key(now.number), now)
    return Answer(now.number)


def vanished(missed: AdVanished, state: State) -> Answer:
    """A crawl of the whole source did not find an ad any more."""
    kept, at_ms = state.known(missed.ad_id), epoch_ms(missed.observed_at)
    if kept is None:
        return _wait(missed.ad_id, None, at_ms, state)
    if at_ms in kept.gones:
        return Answer()
    if missed.last_seen > kept.ad.history.last_seen:
        kept = replace(kept, ad=replace(kept.ad, history=replace(kept.ad.history, last_seen=missed.last_seen)))
    now = _missed(kept, at_ms, state)
    state.ads.put(number_key(now.number), now)
    return Answer(now.number, True)


def caught_up(kept: Kept, state: State) -> Kept:
    """The ad, just linked, with what waited for it and for this text of it."""
    key = kept.ad.ad_id.encode()
    waiting = state.waiting.get(key)
    if waiting is None:
        return kept
    content = kept.sightings[-1].content
    for sighting in waiting.sightings:
        if sighting.content == content:
            kept = _seen(kept, sighting, state)
    for at_ms in waiting.gones:
        kept = _missed(kept, at_ms, state)
    left = tuple(each for each in waiting.sightings if each.content != content)
    state.waiting.put(key, Waiting(left) if left else None)
    return kept


def _seen(kept: Kept, sighting: Sighting, state: State) -> Kept:
    """The ad with one more sighting; the same object when that one was known."""
    past = past_of(kept)
    if place(past, sighting) is When.REPEAT:
        return kept
    at = sighting.moment
    now = _with(kept, observe(past, sighting), kept.ad.revision + 1)
    history = history_of(past_of(now), at, kept.ad.history)
    if kept.ad.history.gone_at and not history.gone_at:
        _note_gone(now, 0, state)
    newer = sighting.at_ms > kept.ad.observed_ms
    revision, newest = (0, at) if newer else (now.ad.revision, now.ad.observed_at)
    return replace(now, ad=replace(now.ad, history=history, revision=revision, observed_at=newest))


def _missed(kept: Kept, at_ms: int, state: State) -> Kept:
    now = _with(kept, miss(past_of(kept), at_ms), kept.ad.revision + 1)
    past = past_of(now)
    history = history_of(past, now.sightings[-1].moment, kept.ad.history)
    _note_gone(now, epoch_ms(history.last_seen) if gone_ms(past) else 0, state)
    return replace(now, ad=replace(now.ad, history=history))


def _with(kept: Kept, past: Past, revision: int) -> Kept:
    return replace(
        kept,
        ad=replace(kept.ad, revision=revision),
        sightings=past.sightings,
        forgotten=past.forgotten,
        changes=past.changes,
        gones=past.gones,
    )


def _note_gone(kept: Kept, left_ms: int, state: State) -> None:
    """Let the cluster of the ad know that it is gone, or with 0 back: a copy that appears soon after is a repost."""
    cluster = state.cluster(kept.cluster)
    traces = tuple(replace(each, left_ms=left_ms) if each.number == kept.number else each for each in cluster.traces)
    if traces != cluster.traces:
        state.clusters.put(number_key(kept.cluster), replace(cluster, traces=traces))


def _wait(ad_id: str, sighting: Sighting | None, gone: int, state: State) -> Answer:
    key = ad_id.encode()
    before = state.waiting.get(key)
    known = before or Waiting()
    sightings = tuple(sorted({*known.sightings, *([sighting] if sighting else [])}))[-MAX_SIGHTINGS:]
    gones = tuple(sorted({*known.gones, *([gone] if gone else [])}))[-MAX_SIGHTINGS:]
    state.waiting.put(key, Waiting(sightings, gones))
    if before is None:
        state.queue_waiting(key, MAX_WAITING)
    return Answer()
