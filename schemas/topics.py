"""The edges of the pipeline as one table: topic -> record type, key and retention.

A topic's name without a suffix is its version 1; a change that is not additive becomes a new topic `<name>.v2`.
"""

from typing import NamedTuple

from schemas.ad import EnrichedAd, LinkedAd, RawAd, ScoredAd
from schemas.alert import Alert
from schemas.base import Record
from schemas.events import ActorMerged, ChildSafetyHit, ClusterMerged, CrawlReport, DeadLetter, GroupSplit
from schemas.sighting import AdSighting, AdVanished

DAY_MS = 24 * 3600 * 1000
MAX_BYTES = 1_048_576  # of one record; what is larger goes to ads.dead, never cut


class Topic(NamedTuple):
    """A topic of the bus: what its records are and how long they are kept."""

    name: str
    record: type[Record]
    retention_ms: int
    what: str
    key: str = "ad_id"  # the field of the record that is its Kafka key, which keeps what belongs together in order
    max_bytes: int = MAX_BYTES


RAW = Topic("ads.raw", RawAd, 7 * DAY_MS, "ads as found; clear text, short retention")
SIGHTINGS = Topic("ads.sightings", AdSighting, 30 * DAY_MS, "one per ad and crawl: new, changed ...; no text")
VANISHED = Topic("ads.vanished", AdVanished, 90 * DAY_MS, "ads that a crawl of the whole source did not find any more")
ENRICHED = Topic("ads.enriched", EnrichedAd, 3 * DAY_MS, "ads read; clear text, short retention")
LINKED = Topic("ads.linked", LinkedAd, 14 * DAY_MS, "ads with cluster and actor; masked")
INDEXED = Topic("ads.indexed", ScoredAd, 30 * DAY_MS, "ads that are searchable; masked")
ALERTS = Topic("alerts", Alert, 90 * DAY_MS, "alerts, created once each", "alert_id")
MERGES = Topic("ads.merges", ActorMerged, 90 * DAY_MS, "actors that turned out to be one", "survivor")
CLUSTER_MERGES = Topic("ads.cluster_merges", ClusterMerged, 90 * DAY_MS, "clusters an analyst made one", "survivor")
SPLITS = Topic("ads.splits", GroupSplit, 90 * DAY_MS, "actors and clusters that fell apart", "whole")
CRAWLS = Topic("ads.crawls", CrawlReport, 180 * DAY_MS, "one report per crawl", "source")
# A letter holds the largest record in base64 and must never be refused itself. It may hold clear text: kept as long as
# an operator may be away, and no longer.
DEAD = Topic(
    "ads.dead", DeadLetter, 14 * DAY_MS, "records that were refused, with their original bytes", "key", 2 * MAX_BYTES
)
CHILD_SAFETY = Topic("ads.child_safety", ChildSafetyHit, 30 * DAY_MS, "children's lane; restricted, no body")

TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        RAW,
        SIGHTINGS,
        VANISHED,
        ENRICHED,
        LINKED,
        INDEXED,
        ALERTS,
        MERGES,
        CLUSTER_MERGES,
        SPLITS,
        CRAWLS,
        DEAD,
        CHILD_SAFETY,
    )
}
