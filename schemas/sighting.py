"""What each crawl says about each ad: how it compares with before, or that it is gone. No text, address or contact."""

from enum import StrEnum

from schemas.base import Moment, Record, SourceFamily


class Seen(StrEnum):
    """How an ad compares with what was seen of it before."""

    NEW = "new"
    UNCHANGED = "unchanged"  # text and fields as before; the ad is not sent again
    CHANGED = "changed"  # a new version of it is on ads.raw
    REUSED = "reused"  # the source's id now stands for what looks like another ad
    RETURNED = "returned"  # it had vanished


class AdSighting(Record, frozen=True, kw_only=True):
    """An ad, seen by a crawl. One per ad and crawl."""

    ad_id: str
    source: str
    source_family: SourceFamily
    crawl_run: str
    observed_at: Moment
    seen: Seen
    content_hash: str
    first_seen: Moment
    versions: int = 1  # how many contents the ad has had, as far as crawls saw


class AdVanished(Record, frozen=True, kw_only=True):
    """An ad that a crawl of the whole source did not find any more."""

    ad_id: str
    source: str
    source_family: SourceFamily
    crawl_run: str
    observed_at: Moment  # when it was missed
    first_seen: Moment
    last_seen: Moment
