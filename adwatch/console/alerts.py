"""`adwatch alerts ...`: the part of the command line for people who work on alerts."""

from typing import Annotated

import typer

from adwatch.console.common import By, Json, finish

alerts = typer.Typer(no_args_is_help=True, help="Alerts that were raised, and what people do with them.")

Note = Annotated[str, typer.Option(help="Why; it goes into the history and the audit log.")]
NO_HARM = "You went through the do-no-harm list of the alert."


@alerts.command("list")
def alerts_list(
    limit: int = 20,
    state: Annotated[str | None, typer.Option(help="new, acknowledged, snoozed, escalated, closed.")] = None,
    severity: Annotated[str | None, typer.Option(help="low, medium, high.")] = None,
    rule: Annotated[str | None, typer.Option(help="Of one rule.")] = None,
    actor: Annotated[str | None, typer.Option(help="On one actor.")] = None,
    due: Annotated[bool, typer.Option("--due", help="New, or their snooze is over.")] = False,
    by_actor: Annotated[bool, typer.Option("--by-actor", help="Grouped by actor, the gravest group first.")] = False,
    as_json: Json = False,
) -> None:
    """List alerts, newest first. Example: adwatch alerts list --due --by-actor"""
    from adwatch.commands.alerts import list_alerts

    fields = {"state": state, "severity": severity, "rule": rule, "actor": actor}
    finish(list_alerts(limit, fields, due=due, by_actor=by_actor, as_json=as_json))


@alerts.command("show")
def alerts_show(alert_id: str, language: str | None = None, as_json: Json = False) -> None:
    """Show one alert in full: as an investigator gets it, with the masked passages its reasons rest on.

    Example: adwatch alerts show al-12
    """
    from adwatch.commands.alerts import show

    finish(show(alert_id, language, as_json=as_json))


@alerts.command("ack")
def alerts_ack(alert_id: str, note: Note = "", by: By = None) -> None:
    """Say that you are looking at it. Example: adwatch alerts ack al-12 --note "looking at it" """
    from adwatch.commands.review import ack

    finish(ack(alert_id, note, by))


@alerts.command("snooze")
def alerts_snooze(
    alert_id: str,
    note: Note,
    span: Annotated[str, typer.Option("--for", help="How long: 4h, 7d.")] = "7d",
    actor: Annotated[
        bool, typer.Option("--actor", help="Nothing more on this actor either, until then: it goes into the digest.")
    ] = False,
    by: By = None,
) -> None:
    """Put it aside for a while. Example: adwatch alerts snooze al-12 --for 3d --note "waiting for the register" """
    from adwatch.commands.review import snooze

    finish(snooze(alert_id, span, note, by, whole_actor=actor))


@alerts.command("escalate")
def alerts_escalate(
    alert_id: str,
    note: Note,
    to: Annotated[str, typer.Option(help="To whom it shall go, when you are the first of the two.")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="You are the second person, and agree.")] = False,
    no_harm: Annotated[bool, typer.Option("--no-harm", help=NO_HARM)] = False,
    by: By = None,
) -> None:
    """Have it leave the system: one person asks (--to), another one confirms (--confirm).

    Example: adwatch alerts escalate al-12 --to "referral partner" --note "why" --no-harm
    """
    from adwatch.commands.review import escalate

    finish(escalate(alert_id, to, note, by, confirm=confirm, no_harm=no_harm))


@alerts.command("close")
def alerts_close(
    alert_id: str,
    verdict: Annotated[str, typer.Option(help="concern, no_concern, unclear or duplicate.")],
    note: Note = "",
    by: By = None,
) -> None:
    """Close it with a verdict. Example: adwatch alerts close al-12 --verdict no_concern --note "licensed agency" """
    from adwatch.commands.review import close

    finish(close(alert_id, verdict, note, by))


@alerts.command("reopen")
def alerts_reopen(alert_id: str, note: Note, by: By = None) -> None:
    """Open a closed or escalated one again. Example: adwatch alerts reopen al-12 --note "new ads" """
    from adwatch.commands.review import reopen

    finish(reopen(alert_id, note, by))


@alerts.command("export")
def alerts_export(
    alert_id: str, note: Note = "", language: str | None = None, by: By = None, as_json: Json = False
) -> None:
    """Print an alert for handing over; refused before two persons decided it. Example: adwatch alerts export al-12"""
    from adwatch.commands.review import export

    finish(export(alert_id, note, language, by, as_json=as_json))


@alerts.command("history")
def alerts_history(alert_id: str, as_json: Json = False) -> None:
    """Who did what with an alert, and when, from the audit log. Example: adwatch alerts history al-12"""
    from adwatch.commands.review import history

    finish(history(alert_id, as_json=as_json))


@alerts.command("precision")
def alerts_precision(as_json: Json = False) -> None:
    """How often alerts were worth a look, per rule and per indicator, from verdicts, with 95 % intervals."""
    from adwatch.commands.learning import precision

    finish(precision(as_json=as_json))


@alerts.command("learn")
def alerts_learn(as_json: Json = False) -> None:
    """Take base rates, precision and earlier alerts into notifications, and hold rules under their floor; run daily."""
    from adwatch.commands.learning import learn

    finish(learn(as_json=as_json))


@alerts.command("targets")
def alerts_targets(as_json: Json = False) -> None:
    """How the notification targets do: what waits, which one is dead, what is held for digests."""
    from adwatch.commands.learning import targets

    finish(targets(as_json=as_json))
