"""`adwatch status`."""

from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import Json, finish


def status(
    page: Annotated[Path | None, typer.Option(help="Keep writing a web page that refreshes, until Ctrl-C.")] = None,
    as_json: Json = False,
) -> None:
    """Lag, age of the oldest record, outcomes and time from ad to alert of each stage. Example: adwatch status"""
    from adwatch.commands.status import run

    finish(run(page, as_json))
