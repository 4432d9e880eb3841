"""The ad, as it grows from stage to stage: raw -> enriched -> linked -> scored.

Clear text and clear contacts exist in `RawAd` and `EnrichedAd` only. `LinkedAd` and everything after it hold masked
text and contact tokens, so whatever is indexed, alerted on or shown cannot leak what it never had.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from schemas.base import Moment, Record, SourceFamily, epoch_ms
from schemas.finding import Finding
from schemas.mention import Contact, Mention
from schemas.score import Score

Name = Annotated[str, Meta(min_length=1, max_length=200)]
# Values of a bottom-k MinHash sketch, 32 bits each, in reading order.
Signature = Annotated[tuple[Annotated[int, Meta(ge=0, le=0xFFFFFFFF)], ...], Meta(max_length=128)]
MAX_TEXT = 200_000  # characters of a body; what is longer is refused at the crawl, not cut silently


class AdHead(Record, frozen=True, kw_only=True):
    """What identifies an ad and says where and when it was seen."""

    ad_id: Name
    source: Name
    source_family: SourceFamily
    key: Name  # the source's own id of the ad
    observed_at: Moment  # when we saw it; aware, UTC
    posted_at: Moment | None = None  # when the source says it was posted
    content_hash: str = ""
    crawl_run: str = ""
    source_version: str = ""  # version of the source pack that read it

    @property
    def observed_ms(self) -> int:
        """`observed_at` in milliseconds since 1970."""
        return epoch_ms(self.observed_at)


class RawAd(AdHead, frozen=True, kw_only=True):
    """One ad as found. There is no place for media in it, on purpose."""

    url: Annotated[str, Meta(max_length=4096)]
    title: Annotated[str, Meta(max_length=2000)] = ""
    body: Annotated[str, Meta(max_length=MAX_TEXT)] = ""
    fields: dict[str, Annotated[str, Meta(max_length=2000)]] = {}  # as found: price, place, contact, company ...
    language_hint: str | None = None
    country_hint: str | None = None  # ISO 3166 alpha-2 of the source, for phones and prices without one
    http_status: int | None = None
    archive_ref: str | None = None

    @property
    def text(self) -> str:
        """Title, body and fields, one below the other: what the stages read and every span points into."""
        return "\n".join(part for part in (self.title, self.body, *self.fields.values()) if part)


class TextFacts(Record, frozen=True, kw_only=True):
    """What the text itself is like."""

    language: str | None = None  # ISO 639-1; None is "unknown", never a guess
    language_confidence: float = 0.0
    supported: bool = False  # do we have word lists for this language?
    words: int = 0
    changes: dict[str, int] = {}  # what the normaliser had to undo, by style: {"zero_width": 3}


class MaskedText(Record, frozen=True, kw_only=True):
    """The ad's text with every contact and personal name replaced by its token."""

    title: str = ""
    body: str = ""
    fields: dict[str, str] = {}
    url: str = ""


class EnrichedAd(RawAd, frozen=True, kw_only=True):
    """A raw ad, read: language, mentions, findings, near-duplicate signature and the masked text."""

    facts: TextFacts = TextFacts()
    mentions: tuple[Mention, ...] = ()
    findings: tuple[Finding, ...] = ()
    signature: Signature = ()
    shingles: Annotated[int, Meta(ge=0)] = 0  # how many distinct shingles the signature stands for
    masked: MaskedText = MaskedText()
    catalogue_version: str = ""


class Link(Record, frozen=True, kw_only=True):
    """Why an ad is in its cluster or at its actor."""

    kind: str  # "near_duplicate" | "contact" | "forced"
    evidence: str  # the other ad's id, the shared token, or the analyst's decision
    strength: float  # 0 to 1
    first_seen: Moment | None = None  # for contacts: when the first and the last ad that has it appeared
    last_seen: Moment | None = None
    ads: int = 0  # for contacts: how many ads have it


class Absence(Record, frozen=True, kw_only=True):
    """A time in which an ad was away: missed by a crawl of its whole source, or just not seen for long."""

    last_seen: Moment
    back: Moment


class Edit(Record, frozen=True, kw_only=True):
    """How an ad's masked text changed from one version to the next: what was taken out, what was put in, both cut."""

    at: Moment
    removed: str = ""
    added: str = ""


class Move(Record, frozen=True, kw_only=True):
    """An ad that was for one place and is now for another."""

    at: Moment
    place: str
    before: str


class History(Record, frozen=True, kw_only=True):
    """What we know of an ad over time."""

    first_seen: datetime
    last_seen: datetime
    sightings: int = 1
    versions: int = 1  # how often its content changed, plus one
    gone_at: Moment | None = None  # when a crawl of the whole source missed it; None again when it is back
    absences: tuple[Absence, ...] = ()  # the newest
    edits: tuple[Edit, ...] = ()  # the newest
    moves: tuple[Move, ...] = ()  # the newest
    repost_of: str = ""  # the ad of the same source, contact and text that had vanished before this one appeared
    mirror_of: str = ""  # the ad of another source that this one is the same listing as


ROOM = 1000  # external versions of one observation


def last_version(version: int) -> int:
    """Of the same observation, the one that no revision reaches: a document with it takes no more word of that one."""
    return version - version % ROOM + ROOM - 1


class LinkedAd(AdHead, frozen=True, kw_only=True):
    """An ad with its cluster and actor; no clear text and no clear contact from here on."""

    revision: int = 0  # counts later changes of cluster or actor for the same observation
    masked: MaskedText
    facts: TextFacts
    contacts: tuple[Contact, ...] = ()  # tokens of phones, e-mails, handles, wallets
    mentions: tuple[Mention, ...] = ()  # only kinds that identify nobody: price, age, place ...
    findings: tuple[Finding, ...] = ()  # of the ad and of its links
    cluster: str
    cluster_size: int = 1
    actor: str | None = None  # None: no contact, so no actor
    actor_ads: int = 0
    actor_sources: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    history: History
    catalogue_version: str = ""

    @property
    def version(self) -> int:
        """The external version in Elasticsearch: later observations win, then later revisions of one."""
        return self.observed_ms * ROOM + min(self.revision, ROOM - 2)


class ScoredAd(LinkedAd, frozen=True, kw_only=True):
    """A linked ad with its review band and the reasons for it."""

    score: Score
