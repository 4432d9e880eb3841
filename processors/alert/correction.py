"""A correction of an alert put into a record."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from processors.alert.delivery import Delivery, plan
from processors.alert.hit import MAX_ADS, Hit
from processors.alert.kinds import KINDS
from processors.alert.recount import Part
from processors.alert.rests import Rest
from processors.alert.rule import Rule
from schemas.alert import WEAKENED, Alert, Correction, Severity, Subject, Wording


def rest_of(
    alert: Alert, kind: str, whole: str, ads: tuple[str, ...], places: tuple[str, ...], found: tuple[str, ...],
    told: int, hit: Hit | None, rule: Rule[Any] | None,
) -> Rest:  # fmt: skip
    """What is remembered of a new alert."""
    french: Iterable[str] = (each.title for each in alert.translations if each.language == "fr")
    events = hit.events if hit else ()
    number = {ad: place for place, ad in enumerate(ads)}
    sources = tuple(dict.fromkeys(event.source for event in events))
    counts = hit is not None and rule is not None and (bool(events) or KINDS[rule.file.kind].in_steps)
    return Rest(
        alert.alert_id, alert.rule, alert.rule_version, alert.severity, (alert.subject.kind, alert.subject.id),
        alert.key, alert.window, int(alert.at.timestamp() * 1000), (alert.title, next(iter(french), alert.title)),
        alert.band, alert.actor, alert.silenced_by, kind, ads, places, found,
        told=told, whole=whole, counted=hit.count if hit and counts else 0, sources=sources,
        events=tuple((number[each.ad_id], each.at, sources.index(each.source), each.value) for each in events),
    )  # fmt: skip


def correction(
    rest: Rest, outcome: str, reason: str, at: datetime, left: Part, lost: tuple[str, ...] = ()
) -> Correction:
    """A correction; the same one has the same id."""
    ads = left.ads[-MAX_ADS:] if outcome == WEAKENED else ()
    more = (str(len(left.ads)),) if len(left.ads) > len(ads) > 0 else ()  # which the newest alone would not tell apart
    again = (f"after {rest.moved}",) if rest.moved else ()  # it may come to rest on what it rested on before
    said = "\x1f".join((rest.alert_id, outcome, *ads, "", *lost, *more, *again))
    name = f"{rest.alert_id}-c{hashlib.blake2b(said.encode(), digest_size=4).hexdigest()}"
    # what an ad does not show any more may be what it was counted for, and is not known of all that were counted
    counts = left.counts if rest.counted and not (lost and outcome == WEAKENED) else None
    return Correction(
        id=name, outcome=outcome, reason=reason, at=at, ads=ads, indicators=lost, counted=rest.counted, counts=counts
    )


def record(rest: Rest, said: Correction, rule: Rule[Any] | None) -> Alert:
    """The record that brings a correction: it names the alert and says what became of it. The quiet hours of the rule
    are kept; its digests are not, for a correction is not to wait."""
    kind, subject = rest.subject
    english, french = rest.titles
    quiet = Delivery(quiet=rule.file.delivery.quiet) if rule else Delivery()
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
        ads=rest.ads[-MAX_ADS:],
        band=rest.band,
        actor=rest.actor,
        silenced_by=rest.silenced_by,
        deliver_at=plan(quiet, said.at, Severity(rest.severity)).at,
        translations=(Wording(language="fr", title=french, sentence=""),),
        correction=said,
    )
