"""What a person may do with an alert: each step takes a document and gives the next one, or says why not."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from adwatch.errors import KnownError
from processors.index.document import AlertDocument, Escalation, Step
from schemas.alert import AlertState

VERDICTS = ("concern", "no_concern", "unclear", "duplicate")
MAX_STEPS = 200
_OPEN = (AlertState.NEW, AlertState.ACKNOWLEDGED, AlertState.SNOOZED)


def acknowledge(alert: AlertDocument, by: str, at: datetime, note: str = "") -> AlertDocument:
    """Somebody looks at it."""
    _require(alert, _OPEN, "acknowledged")
    return _done(alert, by, at, "ack", note, state=AlertState.ACKNOWLEDGED, snoozed_until=None)


def snooze(alert: AlertDocument, by: str, at: datetime, until: datetime, note: str) -> AlertDocument:
    """It is to come back at a moment."""
    _require(alert, _OPEN, "snoozed")
    if until <= at:
        raise KnownError("a snooze needs to end in the future")
    return _done(alert, by, at, "snooze", note, state=AlertState.SNOOZED, snoozed_until=until)


def escalate(alert: AlertDocument, by: str, at: datetime, to: str, note: str) -> AlertDocument:
    """One person wants it to leave the system; nothing leaves before another one has confirmed it."""
    _require(alert, _OPEN, "escalated")
    _require_standing(alert)
    if alert.escalation is not None:
        raise KnownError(f"{alert.escalation.asked_by} asked for it already; another person confirms with --confirm")
    return _done(alert, by, at, "escalate", f"to {to}: {note}", escalation=Escalation(to=to, asked_by=by))


def confirm(alert: AlertDocument, by: str, at: datetime, note: str) -> AlertDocument:
    """The second person agrees; from now on it may leave the system."""
    _require(alert, _OPEN, "escalated")
    _require_standing(alert)
    asked = alert.escalation
    if asked is None:
        raise KnownError("nobody asked for it yet: one person escalates, another one confirms")
    if asked.asked_by == by:
        raise KnownError("two persons decide: you asked for it, so somebody else has to confirm")
    return _done(
        alert,
        by,
        at,
        "confirm",
        note,
        state=AlertState.ESCALATED,
        escalation=replace(asked, confirmed_by=by),
        snoozed_until=None,
    )


def close(alert: AlertDocument, by: str, at: datetime, verdict: str, note: str) -> AlertDocument:
    """It is dealt with, and this is what it was."""
    _require(alert, (*_OPEN, AlertState.ESCALATED), "closed")
    if verdict not in VERDICTS:
        raise KnownError(f"a verdict is one of: {', '.join(VERDICTS)}")
    return _done(alert, by, at, "close", note, state=AlertState.CLOSED, verdict=verdict, snoozed_until=None)


def reopen(alert: AlertDocument, by: str, at: datetime, note: str) -> AlertDocument:
    """It was closed or escalated too early. What two persons decided must be decided anew."""
    _require(alert, (AlertState.CLOSED, AlertState.ESCALATED), "opened again")
    return _done(alert, by, at, "reopen", note, state=AlertState.ACKNOWLEDGED, verdict="", escalation=None)


def export(alert: AlertDocument, by: str, at: datetime, note: str) -> AlertDocument:
    """It leaves the system. Raises KnownError unless two different persons decided so."""
    decided = alert.escalation
    two = decided is not None and decided.confirmed_by not in ("", decided.asked_by)
    if alert.state is not AlertState.ESCALATED or not two:
        raise KnownError("nothing leaves before two persons decided it: adwatch alerts escalate, then --confirm")
    _require_standing(alert)
    return _done(alert, by, at, "export", note)


def is_withdrawn(alert: AlertDocument) -> bool:
    """Whether nothing is left that it rested on."""
    return alert.correction is not None and alert.correction.is_withdrawn


def is_due(alert: AlertDocument, now: datetime) -> bool:
    """Whether somebody should look at it: it is new, or its snooze is over. One that was withdrawn rests on nothing."""
    if is_withdrawn(alert):
        return False
    over = alert.snoozed_until is None or alert.snoozed_until <= now
    return alert.state is AlertState.NEW or (alert.state is AlertState.SNOOZED and over)


def _require(alert: AlertDocument, states: tuple[AlertState, ...], done: str) -> None:
    if alert.state not in states:
        raise KnownError(f"an alert that is {alert.state} cannot be {done}; see: adwatch alerts history")


def _require_standing(alert: AlertDocument) -> None:
    if is_withdrawn(alert):
        raise KnownError("this alert was withdrawn: nothing is left that it rested on; see: adwatch alerts show")


def _done(alert: AlertDocument, by: str, at: datetime, action: str, note: str, **changes: Any) -> AlertDocument:
    if len(alert.history) >= MAX_STEPS:
        raise KnownError(f"more than {MAX_STEPS} steps with one alert; the audit log has them all")
    return replace(
        alert,
        history=(*alert.history, Step(at=at, by=by, action=action, note=note)),
        state_changed_at=at,
        state_changed_by=by,
        state_note=note,
        **changes,
    )
