"""`adwatch rules`: when to alert."""

from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import Json, finish

rules = typer.Typer(no_args_is_help=True, help="Alert rules under catalogue/rules/.")


@rules.command("check")
def rules_check(folder: Annotated[Path | None, typer.Option("--rules")] = None) -> None:
    """Check every rule and its examples."""
    from adwatch.commands.rules import check

    finish(check(folder))


@rules.command("import-elastalert")
def rules_import_elastalert(file: Path) -> None:
    """Convert an ElastAlert 2 rule as far as it goes: the rule on standard output, what is missing beside it.

    Example: adwatch rules import-elastalert old.yaml > new.yml
    """
    from adwatch.commands.import_elastalert import import_elastalert

    finish(import_elastalert(file))


@rules.command("reference")
def rules_reference() -> None:
    """Print the reference of rule files, made from their schema (docs/rules-reference.md)."""
    from adwatch.commands.rule_reference import reference

    finish(reference())


@rules.command("silence")
def rules_silence(
    rule: Annotated[str, typer.Argument(help="A rule's id, or * for every rule.")],
    span: Annotated[str, typer.Option("--for", help="How long from now: 30m, 8h, 2d.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    key: Annotated[str | None, typer.Option(help="Only this key of it, an actor for instance.")] = None,
) -> None:
    """Maintenance: alerts are raised and filed and not sent. Undo with `rules unsilence`.

    Example: adwatch rules silence high_band_ad --for 8h --reason "a new source"
    """
    from adwatch.commands.silences import silence

    finish(silence(rule, key, span, reason))


@rules.command("unsilence")
def rules_unsilence(name: Annotated[str, typer.Argument(help="A silence's id.")]) -> None:
    """End a silence now. Example: adwatch rules unsilence si-12"""
    from adwatch.commands.silences import unsilence

    finish(unsilence(name))


@rules.command("silences")
def rules_silences(as_json: Json = False) -> None:
    """Silences that hold; with --json every line that was ever written."""
    from adwatch.commands.silences import list_silences

    finish(list_silences(as_json))


@rules.command("backtest")
def rules_backtest(
    names: Annotated[list[str] | None, typer.Argument(help="Rules, by id or file; default: all.")] = None,
    days: Annotated[int, typer.Option(min=1, help="How far back; of a file every ad counts.")] = 30,
    file: Annotated[
        Path | None, typer.Option(help="JSON lines of scored ads, instead of what lies on the bus.")
    ] = None,
    invented: Annotated[int | None, typer.Option(help="So many invented ads, where there is no history yet.")] = None,
    lock: Annotated[bool, typer.Option("--lock", help="Write the catalogue's rules.lock, for rules it ships.")] = False,
    as_json: Json = False,
) -> None:
    """Forecast how often a rule would fire, and on whom. Example: adwatch rules backtest high_band_ad --days 14"""
    from adwatch.commands.backtest import backtest

    finish(backtest(names or [], days, file, invented, lock=lock, as_json=as_json))


@rules.command("live")
def rules_live(
    name: str,
    override: Annotated[str, typer.Option(help="Why it must run without a forecast; goes into the audit log.")] = "",
    by: Annotated[str | None, typer.Option(help="Who you are, where people share a login.")] = None,
) -> None:
    """Let a rule run, once its forecast on ads of the past was seen. Example: adwatch rules live high_band_ad"""
    from adwatch.commands.backtest import live

    finish(live(name, override, by))
