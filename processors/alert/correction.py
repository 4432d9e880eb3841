"""A correction of an alert put into a record."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from processors.alert.rests import Rest
from schemas.alert import Alert, Correction, Severity, Subject, Wording


def rest_of(
    alert: Alert, kind: str, places: tuple[str, ...], found: tuple[str, ...], outcome: str, left: int, told: int
) -> Rest:
    """What is remembered of a new alert."""
    french: Iterable[str] = (each.title for each in alert.translations if each.language == "fr")
    return Rest(
        alert.alert_id, alert.rule, alert.rule_version, alert.severity, (alert.subject.kind, alert.subject.id),
        alert.key, alert.window, int(alert.at.timestamp() * 1000), (alert.title, next(iter(french), alert.title)),
        alert.band, alert.actor, alert.silenced_by, kind, alert.ads, places, found, outcome, left, told,
    )  # fmt: skip


def correction(
    alert_id: str, outcome: str, reason: str, at: datetime, ads: tuple[str, ...], lost: tuple[str, ...] = ()
) -> Correction:
    """A correction; the same one has the same id."""
    said = "\x1f".join((alert_id, outcome, *ads, "", *lost))
    name = f"{alert_id}-c{hashlib.blake2b(said.encode(), digest_size=4).hexdigest()}"
    return Correction(id=name, outcome=outcome, reason=reason, at=at, ads=ads, indicators=lost)


def record(rest: Rest, said: Correction) -> Alert:
    """The record that brings a correction: it names the alert and says what became of it."""
    kind, subject = rest.subject
    english, french = rest.titles
    return Alert(
        alert_id=rest.alert_id,
        rule=rest.rule,
        rule_version=rest.version,
        title=english,
        severity=Severity(rest.severity),
        subject=Subject(kind=kind, id=subject),
        key=rest.key,
        at=datetime.fromtimestamp(rest.at / 1000, UTC),
        window=rest.window,
        sentence="",
        ads=rest.ads,
        band=rest.band,
        actor=rest.actor,
        silenced_by=rest.silenced_by,
        translations=(Wording(language="fr", title=french, sentence=""),),
        correction=said,
    )
