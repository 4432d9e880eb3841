"""The alert an investigator gets. It holds ids, reasons and gaps; never ad text, never a clear contact."""

from datetime import datetime
from enum import StrEnum

from schemas.base import Record
from schemas.score import Contribution


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AlertState(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Subject(Record, frozen=True, kw_only=True):
    """What the alert is about."""

    kind: str  # "ad" | "cluster" | "actor"
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
    assistance: tuple[Assistance, ...] = ()
    state: AlertState = AlertState.NEW
    run_book: str = ""
    translations: tuple[Wording, ...] = ()  # the same words in other languages
