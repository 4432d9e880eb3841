"""`adwatch audit ...`: who did what."""

from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import Json, finish

audit = typer.Typer(no_args_is_help=True, help="Who did what: the log that shows when it was tampered with.")


@audit.command("verify")
def audit_verify(
    public_key: Annotated[str | None, typer.Option(help="The key that must have signed, in hex digits.")] = None,
    checkpoints: Annotated[Path | None, typer.Option(help="Checkpoints that were kept elsewhere, too.")] = None,
    as_json: Json = False,
) -> None:
    """Follow the chain from the first line to the last; exit code 1 and the lines when it is broken.

    What was changed, taken out, moved or cut off shows. Example: adwatch audit verify --checkpoints /mnt/notary/adwatch
    """
    from adwatch.commands.audit import verify

    finish(verify(public_key, checkpoints, as_json=as_json))


@audit.command("checkpoint")
def audit_checkpoint() -> None:
    """Print the newest signed checkpoint, to be kept elsewhere: adwatch audit checkpoint >> /mnt/notary/adwatch"""
    from adwatch.commands.audit import checkpoint

    finish(checkpoint())


@audit.command("list")
def audit_list(limit: int = 50, as_json: Json = False) -> None:
    """The newest lines, the newest last."""
    from adwatch.commands.audit import list_lines

    finish(list_lines(limit, as_json=as_json))
