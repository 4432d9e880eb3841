"""`adwatch alerts ack | snooze | escalate | close | reopen | export | history`: steps with one alert."""

from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from adwatch import access, audit, settings
from adwatch.commands.alerts import message_of
from adwatch.commands.audit import print_lines
from adwatch.errors import KnownError
from adwatch.people import person
from adwatch.review import desk, steps
from adwatch.settings import Settings
from processors.alert.duration import milliseconds
from processors.index.document import AlertDocument
from processors.notify import known
from processors.notify.known import Past, group_of


def ack(alert_id: str, note: str, by: str | None) -> int:
    """Somebody looks at it."""
    _step(alert_id, by, note, lambda one, who, at: steps.acknowledge(one, who, at, note))
    return 0


def snooze(alert_id: str, span: str, note: str, by: str | None, whole_actor: bool) -> int:
    """It, and with `whole_actor` everything on the same actor, waits for a while."""
    try:
        until = datetime.now(UTC) + timedelta(milliseconds=milliseconds(span))
    except ValueError as error:
        raise KnownError(f"--for {span}: {error}") from None
    loaded, after = _step(
        alert_id, by, note, lambda one, who, at: steps.snooze(one, who, at, until, note), until=str(until)
    )
    if whole_actor:
        file = known.path(loaded.home)
        with known.changing(file) as before:
            known.write(file, replace(before, snoozed={**before.snoozed, group_of(after): until}))
    return 0


def escalate(alert_id: str, to: str, note: str, by: str | None, confirm: bool, no_harm: bool) -> int:
    """One person asks, another one confirms; both say that they went through the do-no-harm list."""
    if not no_harm:
        raise KnownError("go through the do-no-harm list of the alert first, then say so with --no-harm")
    if confirm == bool(to):
        raise KnownError("either --to, to ask for it, or --confirm, to agree to what another person asked for")
    if confirm:
        _step(alert_id, by, note, lambda one, who, at: steps.confirm(one, who, at, note), no_harm="yes")
    else:
        _step(alert_id, by, note, lambda one, who, at: steps.escalate(one, who, at, to, note), no_harm="yes")
    return 0


def close(alert_id: str, verdict: str, note: str, by: str | None) -> int:
    """It is dealt with; later alerts on the same actor say how it was judged."""
    loaded, after = _step(
        alert_id, by, note, lambda one, who, at: steps.close(one, who, at, verdict, note), verdict=verdict
    )
    _remember(loaded, after)
    return 0


def reopen(alert_id: str, note: str, by: str | None) -> int:
    """It was closed or escalated too early."""
    loaded, after = _step(alert_id, by, note, lambda one, who, at: steps.reopen(one, who, at, note))
    _remember(loaded, after)
    return 0


def export(alert_id: str, note: str, language: str | None, by: str | None, as_json: bool) -> int:
    """Print it for handing over, once two persons have decided so and the log says it leaves."""
    loaded = settings.load()
    access.without_contact(note)
    after = desk.step(loaded, alert_id, person(loaded, by), lambda one, who, at: steps.export(one, who, at, note))
    print(msgspec.json.encode(after).decode() if as_json else message_of(after, loaded, language).text)
    return 0


def history(alert_id: str, as_json: bool) -> int:
    """Print what the audit log says about an alert."""
    found = [line for line in audit.lines(settings.load().home) if line.subject == alert_id]
    if as_json:
        print(msgspec.json.encode(found).decode())
    else:
        print_lines(found)
    return 0


def _step(alert_id: str, by: str | None, note: str, take: desk.Take, **details: str) -> tuple[Settings, AlertDocument]:
    loaded = settings.load()
    access.without_contact(note)
    after = desk.step(loaded, alert_id, person(loaded, by), take, **details)
    print(f"{after.alert_id} is {after.state}{_pending(after)}")
    return loaded, after


def _pending(alert: AlertDocument) -> str:
    asked = alert.escalation
    if asked is None or asked.confirmed_by:
        return ""
    return f"; {asked.asked_by} asks to hand it to {asked.to}, another person confirms with --confirm"


def _remember(loaded: Settings, alert: AlertDocument) -> None:
    """Put the verdict where notifications find it, without reading all alerts again."""
    file, group = known.path(loaded.home), group_of(alert)
    judged = Past(alert_id=alert.alert_id, rule=alert.rule, at=alert.at, verdict=alert.verdict)
    with known.changing(file) as before:
        past = sorted((judged, *before.past(group, alert.alert_id)), key=lambda each: each.at, reverse=True)
        known.write(file, replace(before, groups={**before.groups, group: tuple(past[:5])}))
