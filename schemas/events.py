"""Records about the system's own work: crawls, merges, refusals."""

from datetime import datetime

from schemas.base import Record, SourceFamily
from schemas.drift import Drift


class CrawlReport(Record, frozen=True, kw_only=True):
    """How one crawl went. `scraped == acknowledged + outbox`, and good only with an empty outbox."""

    source: str
    run: str
    started_at: datetime
    finished_at: datetime
    outcome: str  # good | degraded | blocked | undelivered
    exit_code: int
    reasons: tuple[str, ...] = ()  # why it is not good, each a sentence for an operator
    finish_reason: str = ""  # Scrapy's own word
    pages: int = 0
    scraped: int = 0
    acknowledged: int = 0
    outbox: int = 0  # ads kept on disk for the next crawl to deliver
    lost: int = 0  # ads that could be neither delivered nor kept
    replayed: int = 0  # records of earlier crawls that this one delivered
    dropped: dict[str, int] = {}  # ads that could not be used, by reason
    unread: dict[str, int] = {}  # pages or parts of them that could not be read, by reason
    failed: dict[str, int] = {}  # pages that could not be fetched, by reason
    blocked: dict[str, int] = {}  # pages where the site refused us, by reason
    http: dict[str, int] = {}
    coverage: dict[str, float] = {}  # share of ads that had the field
    seen: dict[str, int] = {}  # ads by how they compare with before: new, unchanged, changed, reused, returned
    not_modified: int = 0  # pages that the site said have not changed, and did not send
    vanished: int = 0  # ads that are gone; 0 unless the source was read completely
    durations: dict[str, float] = {}  # seconds: in all, until a page came (mean), for the last acknowledgements
    drift: tuple[Drift, ...] = ()  # where the site's layout is no longer what the source's pack expects


class ActorMerged(Record, frozen=True, kw_only=True):
    """Two actors turned out to be one. The surviving id is the older one."""

    survivor: str
    merged: str
    evidence: str  # ad id that joined them
    at: datetime


class ClusterMerged(Record, frozen=True, kw_only=True):
    """Two clusters of near-duplicates are one from now on. Texts alone never do that: an analyst decided it."""

    survivor: str
    merged: str
    evidence: str  # id of the decision
    at: datetime


class GroupSplit(Record, frozen=True, kw_only=True):
    """Ads left their actor or cluster for another one, or came into it by a decision. Of what falls apart, the part
    with the oldest ad keeps the id."""

    kind: str  # actor | cluster
    whole: str  # the id before
    part: str  # the id of what left, or of the whole where only single ads left
    reason: str  # why what held them together does not count any more: see docs/linking.md
    evidence: str  # id of the ad or of the decision that led to it
    at: datetime
    contact: str = ""  # token of the contact that held them together and does not count any more, if it was one
    # The ads that left, those together that still are; the newest 5,000. Only the first event of the whole has them,
    # for all its parts.
    apart: tuple[tuple[str, ...], ...] = ()
    into: tuple[str, ...] = ()  # for each of them the id of the group that they are in now; "" for none
    # Ads that a decision, or the end of one, brought into the whole, where they may have been before; the newest 5,000.
    # Said here and not with merges, so that who reads it has what left a group, and what came back, in order.
    joined: tuple[str, ...] = ()


class DeadLetter(Record, frozen=True, kw_only=True):
    """A record that could not be processed, kept with everything needed to mend and replay it."""

    letter_id: str
    stage: str
    reason: str
    detail: str  # for an operator; never ad text or contacts
    topic: str
    partition: int
    offset: int
    key: str  # the Kafka key, which for ads is the ad_id
    key_bytes: bytes | None = None  # the key's own bytes, where they are no UTF-8 text
    payload: bytes  # the original bytes (base64 in JSON)
    attempts: int = 1
    app_version: str = ""
    failed_at: datetime


class ChildSafetyHit(Record, frozen=True, kw_only=True):
    """All that is kept of an ad in the children's lane: no body, no contacts, the address encrypted."""

    ad_id: str
    source: str
    source_family: SourceFamily
    url_encrypted: str
    observed_at: datetime
    indicator: str
