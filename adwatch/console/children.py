"""`adwatch children`: reports of the children's lane, for the child-safety officer."""

from typing import Annotated

import typer

from adwatch.console.common import By, Json, Language, finish

children = typer.Typer(no_args_is_help=True, help="Reports of the children's lane, for the child-safety officer.")


@children.command("list")
def children_list(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50, as_json: Json = False
) -> None:
    """When, where and which indicator, newest first, and who opened it; never the address. No key is needed."""
    from adwatch.commands.children import list_reports

    finish(list_reports(limit, as_json=as_json))


@children.command("open")
def children_open(
    ids: Annotated[list[str], typer.Argument(help="Ids of reports, as in the list.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence without the site; it goes into the audit log.")],
    exact: Annotated[
        bool, typer.Option("--exact", help="The address as it is, for a hotline's form; else no link comes of it.")
    ] = False,
    language: Annotated[Language, typer.Option(help="Of what is told.")] = Language.ENGLISH,
    by: By = None,
) -> None:
    """Show the addresses of reports; needs secrets.url_key. The audit log has it before you do.

    Example: adwatch children open 0123456789abcdef01234567 --reason "Report to the national hotline, case 12"
    """
    from adwatch.commands.children import open_

    finish(open_(ids, reason, by, language, exact=exact))
