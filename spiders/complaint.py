"""What is wrong with a source file, as one error that names file, line and field and says what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from spiders.errors import SourceError
from spiders.yaml_file import Loc, line_of


def error_at(path: Path, lines: Mapping[Loc, int], loc: Loc, message: str) -> SourceError:
    """The error for a place in a file."""
    return SourceError(path, line_of(lines, loc), ".".join(map(str, loc)), message)


def complaint(path: Path, lines: Mapping[Loc, int], data: dict[str, Any], error: ValidationError) -> SourceError:
    """The first thing that validation found wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    return error_at(path, lines, _place(first["loc"], data), _advice(first))


def _place(loc: Loc, data: dict[str, Any]) -> Loc:
    """The place in the file: without the way to read, which the validator puts after `read`."""
    read = data.get("read")
    how = read.get("how") if isinstance(read, dict) else None
    return (loc[0], *loc[2:]) if loc[:2] == ("read", how) else loc


def _advice(error: Any) -> str:
    if error["type"] == "missing":
        return "missing; a source without it cannot be crawled"
    if error["type"] == "extra_forbidden":
        return "unknown key; remove it or mend its spelling"
    return str(error["msg"]).removeprefix("Value error, ")
