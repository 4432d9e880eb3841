"""`adwatch dead`: refused records."""

from typing import Annotated

import typer

from adwatch.console.common import By, Json, finish

dead = typer.Typer(no_args_is_help=True, help="Records that were refused, with their original bytes.")


@dead.command("list")
def dead_list(limit: int = 50, as_json: Json = False) -> None:
    """List dead letters, newest first."""
    from adwatch.commands.dead import list_letters

    finish(list_letters(limit=limit, as_json=as_json))


@dead.command("show")
def dead_show(
    letter_id: str,
    payload: Annotated[bool, typer.Option("--payload", help="Also print the original bytes; on record.")] = False,
    reason: Annotated[str, typer.Option(help="Why its bytes are to be seen; it goes into the audit log.")] = "",
    by: By = None,
) -> None:
    """Show one dead letter. Example: adwatch dead show dl-12"""
    from adwatch.commands.dead import show

    finish(show(letter_id, reason, by, payload=payload))


@dead.command("replay")
def dead_replay(letter_id: Annotated[str, typer.Argument(help="A letter's id, or `all`.")]) -> None:
    """Send the original bytes back to the topic they came from. Example: adwatch dead replay dl-12"""
    from adwatch.commands.dead import replay

    finish(replay(letter_id))


@dead.command("drop")
def dead_drop(letter_id: Annotated[str, typer.Argument(help="A letter's id, or `all`.")]) -> None:
    """Mark a dead letter as dealt with. Example: adwatch dead drop dl-12"""
    from adwatch.commands.dead import drop

    finish(drop(letter_id))
