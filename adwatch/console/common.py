"""What the groups of commands share."""

from enum import StrEnum
from typing import Annotated, NoReturn

import typer

MOMENTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M%z"]  # a moment without its zone is none
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
By = Annotated[str | None, typer.Option(help="Who you are, where people share a login (setting review.shared_login).")]


class Language(StrEnum):
    """What the catalogue, and what is told to a person, is written in."""

    ENGLISH = "en"
    FRENCH = "fr"


def finish(code: int | None) -> NoReturn:
    """End the command with an exit code; None is 0."""
    raise typer.Exit(code or 0)
