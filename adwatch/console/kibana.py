"""`adwatch kibana ...`: dashboards, searches, spaces and roles for Kibana; `adwatch report`: figures for the public."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import MOMENTS, Json, finish

kibana = typer.Typer(no_args_is_help=True, help="Dashboards, saved searches, spaces and roles for Kibana, from code.")


@kibana.command("build")
def kibana_build(space: Annotated[str, typer.Argument(help="Of which space.")] = "adwatch") -> None:
    """Print the objects of a space as the file that Kibana imports. Example: adwatch kibana build > adwatch.ndjson"""
    from adwatch.commands.kibana import build

    finish(build(space))


@kibana.command("check")
def kibana_check(
    on_server: Annotated[bool, typer.Option("--on-server", help="Run what each panel asks for, too.")] = False,
    as_json: Json = False,
) -> None:
    """Find what Kibana would only show to people as broken: fields, references, queries, places on the grid."""
    from adwatch.commands.kibana import check

    finish(check(on_server, as_json))


@kibana.command("roles")
def kibana_roles(as_json: Json = False) -> None:
    """Print what each role may read, and in which space."""
    from adwatch.commands.kibana import roles

    finish(roles(as_json))


@kibana.command("apply")
def kibana_apply() -> None:
    """Put spaces, objects and roles into the Kibana of the settings; again whenever you like."""
    from adwatch.commands.kibana import apply

    finish(apply())


@kibana.command("draw")
def kibana_draw(
    folder: Path,
    now: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="As of this moment, with its zone.")] = None,
) -> None:
    """Draw each dashboard from what the search engine has now, as SVG. Example: adwatch kibana draw pictures"""
    from adwatch.commands.kibana import draw

    finish(draw(folder, now))


def report(
    language: Annotated[str, typer.Option(help="en or fr; of the page.")] = "en",
    since: Annotated[
        datetime | None, typer.Option(formats=MOMENTS, help="A year before the end, if not given.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=MOMENTS, help="Now, if not given.")] = None,
    k: Annotated[
        int, typer.Option("--k", help="Leave out what fewer advertisers than this stand behind; 10 or more.")
    ] = 10,
    page: Annotated[Path | None, typer.Option(help="Write a web page instead of JSON.")] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Also put the figures where researchers find them.")
    ] = False,
) -> None:
    """Figures for the public without small cells, and what the system itself did: JSON, or a page in English or French.

    Example: adwatch report --language fr --page rapport.html
    """
    from adwatch.commands.report import run

    finish(run(language, since, until, k, page, publish))
