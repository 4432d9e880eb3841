"""The alert an investigator gets. It holds ids, reasons and gaps; never ad text, never a clear contact."""

from datetime import datetime
from enum import StrEnum

from schemas.base import Moment, Record
from schemas.drift import Drift
from schemas.score import Contribution


class Severity(StrEnum):
    """How soon somebody should look, as the rule's author judged it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AlertState(StrEnum):
    """How far people are with an alert."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    ESCALATED = "escalated"  # two persons decided that it may leave the system
    CLOSED = "closed"  # with a verdict


class Subject(Record, frozen=True, kw_only=True):
    """What the alert is about."""

    kind: str  # "ad" | "cluster" | "actor" | "source"
    id: str


class Assistance(Record, frozen=True, kw_only=True):
    """Where a potential victim can get help, from the deployment's own table."""

    country: str
    name: str
    contact: str
    source: str
    checked_on: str


class Wording(Record, frozen=True, kw_only=True):
    """The words of an alert in one more language; those in the alert itself are English."""

    language: str  # ISO 639-1
    title: str
    sentence: str
    run_book: str = ""


WEAKENED, WITHDRAWN = "weakened", "withdrawn"


class Correction(Record, frozen=True, kw_only=True, omit_defaults=False):  # a later one replaces all of it
    """What an alert rested on does not hold any more. Says why, and what is left; it comes once for each change."""

    id: str  # of the message that tells it; the same correction always has the same
    outcome: str  # withdrawn: what is left does not meet its rule | weakened: part of it is left
    reason: str  # hub: many unrelated ads have the contact | cut, undone: an analyst decided
    at: Moment  # when the ad was observed, or the decision made, that showed it
    ads: tuple[str, ...] = ()  # ids of the ads that it still rests on, the newest last
    indicators: tuple[str, ...] = ()  # that its ad does not show any more
    counted: int = 0  # what its rule had counted: ads, or different values; 0: it counts nothing
    counts: int | None = None  # what it counts of that by now; None: that cannot be counted again
    amends: bool = True  # the alert was filed without it before; the record that brings it says little else

    @property
    def is_withdrawn(self) -> bool:
        """Whether the alert does not hold at all any more."""
        return self.outcome == WITHDRAWN

    @property
    def is_short(self) -> bool:
        """Whether the alert is withdrawn because what is left does not meet its rule, though something is."""
        return self.is_withdrawn and bool(self.counts)

    def gives_way_to(self, other: "Correction") -> bool:
        """Whether another correction of the same alert is said instead of this one, in whatever order they come: one
        that withdraws it, else the later one."""
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[bool, datetime, int, str]:
        return self.is_withdrawn, self.at, -len(self.ads), self.id


class Alert(Record, frozen=True, kw_only=True):
    """Created once under an id made of rule, key and window; the same event always gives the same id."""

    alert_id: str
    rule: str
    rule_version: int
    title: str
    severity: Severity
    subject: Subject
    key: str
    at: datetime  # event time: when the ad that completed the condition was observed
    window: str
    sentence: str  # why, in one sentence for a person
    reasons: tuple[Contribution, ...] = ()
    against: tuple[Contribution, ...] = ()
    unknowns: tuple[str, ...] = ()
    ads: tuple[str, ...] = ()  # ad ids, the newest last
    sources: tuple[str, ...] = ()
    band: str = ""
    actor: str | None = None  # of the ad that led to it: alerts are grouped by it
    countries: tuple[str, ...] = ()  # ISO 3166 alpha-2 of places and contacts, in the order of the assistance
    language: str | None = None  # of the ad, ISO 639-1
    assistance: tuple[Assistance, ...] = ()
    state: AlertState = AlertState.NEW
    run_book: str = ""
    translations: tuple[Wording, ...] = ()  # the same words in other languages
    state_changed_at: Moment | None = None
    state_changed_by: str | None = None
    state_note: str = ""
    drift: tuple[Drift, ...] = ()  # of an alert about a source: what changed on its pages
    indicators: tuple[str, ...] = ()  # that the rule rests on
    evidence: str = ""  # the grade of what the rule rests on: E1 to E4
    routing: tuple[str, ...] = ()  # names of the teams the rule is for; none: everybody
    deliver_at: Moment | None = None  # not to be sent before, because of a digest or of quiet hours; None: at once
    digest: str = ""  # alerts with the same name here go out together
    silenced_by: str = ""  # id of the silence that keeps it from being sent; it is filed and can be seen
    correction: Correction | None = None  # the newest one
