"""`adwatch searches ...`: standing searches."""

from typing import Annotated

import typer

from adwatch.console.common import By, Json, finish

searches = typer.Typer(no_args_is_help=True, help="Standing searches: told about in every new ad.")


@searches.command("save")
def searches_save(
    name: str,
    query: Annotated[str, typer.Argument(help="JSON of an Elasticsearch query; @file, or - for standard input.")],
    title: Annotated[str, typer.Option(help="What its alerts are called.")],
    severity: Annotated[str, typer.Option(help="low, medium or high.")] = "medium",
    by: By = None,
) -> None:
    """Be told of every new ad that a query finds. Example: adwatch searches save lyon @lyon.json --title "Lyon" """
    from adwatch.commands.searches import save

    finish(save(name, title, query, severity, by))


@searches.command("list")
def searches_list(as_json: Json = False) -> None:
    """List the standing searches."""
    from adwatch.commands.searches import list_searches

    finish(list_searches(as_json=as_json))


@searches.command("test")
def searches_test(
    name: Annotated[str, typer.Argument(help="A saved search, or a query as for `save`.")],
    days: Annotated[int, typer.Option(min=1)] = 30,
    as_json: Json = False,
) -> None:
    """Say what a search would have found in the past. Example: adwatch searches test lyon --days 14"""
    from adwatch.commands.searches import test

    finish(test(name, days, as_json=as_json))


@searches.command("drop")
def searches_drop(name: str, by: By = None) -> None:
    """Search no more. Example: adwatch searches drop farms"""
    from adwatch.commands.searches import drop

    finish(drop(name, by))
