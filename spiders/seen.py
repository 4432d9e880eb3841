"""An ad as seen now beside what is known of it: what that makes of it. Pure functions."""

from datetime import UTC, datetime

from schemas.ad import RawAd
from schemas.sighting import AdSighting, AdVanished, Seen
from spiders.history import Known
from spiders.likeness import UNLIKE, likeness, sketch
from spiders.source import Source


def compare(before: Known | None, now: Known) -> Seen:
    """How an ad compares with what is known of it."""
    if before is None:
        return Seen.NEW
    if before.content != now.content and likeness(before.sketch, now.sketch) < UNLIKE:
        return Seen.REUSED
    if before.gone:
        return Seen.RETURNED
    return Seen.UNCHANGED if before.content == now.content else Seen.CHANGED


def known_now(ad: RawAd, page: str, fields: tuple[str, ...], before: Known | None) -> Known:
    """What is to be remembered of an ad, once it is delivered; its text counts as not sent again."""
    at = ad.observed_at.timestamp()
    changed = before is not None and before.content != ad.content_hash
    unchanged = before if before is not None and not changed else None
    return Known(
        page=page,
        content=ad.content_hash,
        sketch=unchanged.sketch if unchanged else sketch(f"{ad.title}\n{ad.body}"),
        fields=",".join(fields),
        first_seen=before.first_seen if before else at,
        last_seen=at,
        sent_at=before.sent_at if before else at,
        changed_at=unchanged.changed_at if unchanged else at,
        versions=(before.versions if before else 1) + changed,
    )


def seen_again(before: Known, at: datetime) -> Known:
    """The same for an ad on a page that has not changed."""
    return before._replace(last_seen=at.timestamp(), gone=0)


def sighting(ad_id: str, source: Source, run: str, seen: Seen, now: Known) -> AdSighting:
    """The record of a sighting."""
    return AdSighting(
        ad_id=ad_id,
        source=source.name,
        source_family=source.family,
        crawl_run=run,
        observed_at=_moment(now.last_seen),
        seen=seen,
        content_hash=now.content,
        first_seen=_moment(now.first_seen),
        versions=now.versions,
    )


def vanishing(ad_id: str, source: Source, run: str, at: datetime, before: Known) -> AdVanished:
    """The record of an ad that is gone."""
    return AdVanished(
        ad_id=ad_id,
        source=source.name,
        source_family=source.family,
        crawl_run=run,
        observed_at=at,
        first_seen=_moment(before.first_seen),
        last_seen=_moment(before.last_seen),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
