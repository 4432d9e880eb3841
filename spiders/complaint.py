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
    """What validation found wrong: the first thing, and all others with it."""
    found = error.errors(include_url=False, include_context=False)
    first, *others = (error_at(path, lines, _place(each, data), _advice(each)) for each in found)
    first.others = tuple(others)
    return first


def _place(error: Any, data: Any) -> Loc:
    """The place in the file: without the names of models, which the validator puts in between."""
    place: list[str | int] = []
    loc = error["loc"]
    for position, part in enumerate(loc):
        inside = _inside(data, part)
        is_what_is_missing = error["type"] == "missing" and position == len(loc) - 1
        if inside is not None or is_what_is_missing or (isinstance(data, dict) and part in data):
            place.append(part)
            data = inside
    return tuple(place)


def _inside(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    is_position = isinstance(data, list) and isinstance(part, int) and part < len(data)
    return data[part] if is_position else None


def _advice(error: Any) -> str:
    if error["type"] == "missing" or error["input"] is None:
        return "missing; a source without it cannot be crawled"
    if error["type"] == "extra_forbidden":
        return "unknown key; remove it or mend its spelling"
    return str(error["msg"]).removeprefix("Value error, ")
