"""`adwatch filter`: the stages on JSON lines."""

from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import finish

filters = typer.Typer(no_args_is_help=True, help="The stages as filters: JSON lines in, JSON lines out, no server.")


@filters.command("enrich")
def filter_enrich(
    region: Annotated[str | None, typer.Option(help="Country for phones without one.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="For a person: what was read where and why.")] = False,
    page: Annotated[Path | None, typer.Option("--explain-html", help="The same as a web page, in this file.")] = None,
) -> None:
    """Read ads: language, mentions, findings."""
    from adwatch.commands.filter import enrich

    finish(enrich(region=region, explain=explain, page=page))


@filters.command("link")
def filter_link(
    explain: Annotated[
        bool, typer.Option("--explain", help="With each ad, why it is or is not together with others like it.")
    ] = False,
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="Only why these two ads are or are not together.")
    ] = None,
) -> None:
    """Group ads: cluster, template, slots, actor. Example: adwatch filter link --pair ad-1 ad-7 < ads.jsonl"""
    from adwatch.commands.filter_link import link

    finish(link(explain=explain, pair=pair))


@filters.command("score")
def filter_score(
    explain: Annotated[bool, typer.Option("--explain", help="For a person: why this review band.")] = False,
    page: Annotated[Path | None, typer.Option("--explain-html", help="The same as a web page, in this file.")] = None,
    language: Annotated[str, typer.Option(help="Of what is told to a person: en or fr.")] = "en",
) -> None:
    """Score ads: band, dimensions, reasons, unknowns, and what would change the band."""
    from adwatch.commands.filter_score import score

    finish(score(explain=explain, page=page, language=language))


@filters.command("alert")
def filter_alert(folder: Annotated[Path, typer.Option("--rules", help="Folder of rule files.")]) -> None:
    """Try rules on a file of ads: one line per alert.

    Example: adwatch filter alert --rules catalogue/rules < ads.jsonl
    """
    from adwatch.commands.filter import alert

    finish(alert(folder))
