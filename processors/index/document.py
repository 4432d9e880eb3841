"""What an analyst finds in the search engine: one flat document per ad, per alert and per crawl.

Names are the analyst's. Text is masked and contacts are tokens already: `ScoredAd` has nothing else.
"""

from msgspec import field

from schemas.ad import Absence, Edit, Link, Move
from schemas.alert import Alert, AlertState, Correction
from schemas.base import Moment, Record, SourceFamily
from schemas.events import CrawlReport
from schemas.finding import Finding
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Change, Contribution, Dimension
from schemas.sighting import AdSighting

SCHEMA_VERSION = 1  # of all documents; a change that is not additive needs a new index version as well


class Money(Record, frozen=True, kw_only=True):
    """A price as a number that can be compared."""

    amount: float
    currency: str | None = None
    per: str | None = None


class Point(Record, frozen=True, kw_only=True):
    """Where something is on the globe, in degrees, as search engines want it."""

    lat: float
    lon: float


class Located(Record, frozen=True, kw_only=True):
    """A place of the gazetteer that the ad names. Countries and regions have no point."""

    id: str
    name: str
    country: str
    point: Point | None = None


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
    stems: str = ""  # the same, word by word without endings
    language: str | None
    language_confidence: float
    language_supported: bool
    words: int
    text_changes: dict[str, int]
    contacts: tuple[Contact, ...]
    prices: tuple[Money, ...]
    price_unit: str = ""  # "EUR/hour": of the first price that says both; empty where none does
    price_amount: float | None = None
    ages: tuple[int, ...]
    places: tuple[str, ...]
    located: tuple[Located, ...] = ()  # those that the gazetteer knows
    details: tuple[Detail, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[str, ...]  # ids of the findings that are present
    indicators_absent: tuple[str, ...] = ()  # the ad says the opposite
    indicators_contradicted: tuple[str, ...] = ()  # the ad says both
    cluster: str
    cluster_size: int
    actor: str | None
    actor_ads: int
    actor_sources: tuple[str, ...]
    links: tuple[Link, ...]
    gone_at: Moment | None = None  # when a crawl of the whole source missed it, if it was not seen since
    repost_of: str = ""  # the ad before it that had vanished, of the same source, contact and text
    mirror_of: str = ""  # the ad of another source that it is the same listing as
    absences: tuple[Absence, ...] = ()
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()
    band: Band
    band_rank: int  # 0 unscored to 3 high: to sort by
    score: float
    dimensions: tuple[Dimension, ...]
    dimensions_positive: tuple[str, ...] = ()  # names of those that are
    grades: tuple[str, ...] = ()  # of the evidence behind the reasons, each once, the best first
    reasons: tuple[Contribution, ...]
    against: tuple[Contribution, ...]
    shown_only: tuple[Contribution, ...]
    unknowns: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    statement: str
    catalogue_version: str
    scorer: str = ""


class Step(Record, frozen=True, kw_only=True):
    """One thing that somebody did with an alert."""

    at: Moment
    by: str
    action: str  # ack | snooze | escalate | confirm | close | reopen | export
    note: str = ""


class Escalation(Record, frozen=True, kw_only=True):
    """What is to leave the system, and the two persons who decide on it."""

    to: str
    asked_by: str
    confirmed_by: str = ""  # empty: one person so far


class AlertDocument(Alert, frozen=True, kw_only=True, omit_defaults=False):
    """An alert and what was done about it since, by people or by the system itself."""

    schema_version: int = SCHEMA_VERSION
    history: tuple[Step, ...] = ()  # the oldest first
    verdict: str = ""  # concern | no_concern | unclear | duplicate
    snoozed_until: Moment | None = None
    escalation: Escalation | None = None


class AlertChange(Record, frozen=True, kw_only=True):
    """What changes about an alert when its state does."""

    state: AlertState
    state_changed_at: Moment | None
    state_changed_by: str | None
    state_note: str


class AlertCorrected(Record, frozen=True, kw_only=True):
    """What changes about an alert when it is corrected; what people did with it stays as it is."""

    correction: Correction


class SightingDocument(AdSighting, frozen=True, kw_only=True, omit_defaults=False):
    """An ad as a crawl saw it: whether it was there, and changed."""

    timestamp: Moment = field(name="@timestamp")
    schema_version: int = SCHEMA_VERSION


class CrawlDocument(CrawlReport, frozen=True, kw_only=True, omit_defaults=False):
    """A crawl report with the figures that are looked at over time."""

    timestamp: Moment | None = field(name="@timestamp", default=None)  # when it ended; documents of before lack it
    schema_version: int = SCHEMA_VERSION
    seconds: float
    undelivered: int  # ads in the outbox or lost
    dropped_ads: int
    failed_pages: int
    blocked_pages: int
    least_coverage: float | None  # of the field that fewest ads had
    drifted: tuple[str, ...]  # fields whose layout is not as expected
