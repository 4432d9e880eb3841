"""What an analyst finds in the search engine: one flat document per ad, one per alert.

Names are the analyst's. Text is masked and contacts are tokens already: `ScoredAd` has nothing else.
"""

from schemas.ad import Link
from schemas.alert import Alert
from schemas.base import Moment, Record, SourceFamily
from schemas.finding import Finding
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Contribution, Dimension

SCHEMA_VERSION = 1  # of both documents; a change that is not additive needs a new index version as well


class Money(Record, frozen=True, kw_only=True):
    """A price as a number that can be compared."""

    amount: float
    currency: str | None = None
    per: str | None = None


class Detail(Record, frozen=True, kw_only=True):
    """Anything else that was read in an ad and identifies nobody."""

    kind: MentionKind
    value: str
    region: str | None = None
    style: str | None = None


class AdDocument(Record, frozen=True, kw_only=True, omit_defaults=False):
    """An ad as it is indexed; what is empty is written too, so that it can be counted.

    A field that is added later needs a default: documents of before are read as well.
    """

    schema_version: int = SCHEMA_VERSION
    ad_id: str
    source: str
    source_family: SourceFamily
    key: str
    observed_at: Moment
    posted_at: Moment | None
    first_seen: Moment
    last_seen: Moment
    sightings: int
    versions: int
    revision: int
    content_hash: str
    crawl_run: str
    source_version: str
    title: str
    body: str
    fields: dict[str, str]
    url: str
    search_text: str  # title, body and fields, folded: "été" is "ete" here
    language: str | None
    language_confidence: float
    language_supported: bool
    words: int
    text_changes: dict[str, int]
    contacts: tuple[Contact, ...]
    prices: tuple[Money, ...]
    ages: tuple[int, ...]
    places: tuple[str, ...]
    details: tuple[Detail, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[str, ...]  # ids of the findings that are present
    cluster: str
    cluster_size: int
    actor: str | None
    actor_ads: int
    actor_sources: tuple[str, ...]
    links: tuple[Link, ...]
    band: Band
    band_rank: int  # 0 unscored to 3 high: to sort by
    score: float
    dimensions: tuple[Dimension, ...]
    reasons: tuple[Contribution, ...]
    against: tuple[Contribution, ...]
    shown_only: tuple[Contribution, ...]
    unknowns: tuple[str, ...]
    statement: str
    catalogue_version: str


class AlertDocument(Alert, frozen=True, kw_only=True, omit_defaults=False):
    """An alert and what people did about it since."""

    schema_version: int = SCHEMA_VERSION
    state_changed_at: Moment | None = None
    state_changed_by: str | None = None
    state_note: str = ""
