"""YAML files that people write, read into typed models; every error names the file, the line and the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from processors.errors import StageStoppedError

MAX_BYTES = 256 * 1024
MAX_DEPTH = 30

Loc = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file."""

    path: Path
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.path}:{self.line}", self.field, self.message) if part)


class FileError(StageStoppedError):
    """Raised when files that people write are wrong; holds every problem found, one line each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

    @classmethod
    def at(cls, path: Path, message: str, line: int = 1, loc: Loc = ()) -> "FileError":
        """The error of one problem."""
        return cls([Problem(path, line, ".".join(map(str, loc)), message)])


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file says, and the line of every key and item in it."""

    path: Path
    data: dict[str, Any]
    lines: dict[Loc, int]

    def problem(self, loc: Loc, message: str) -> Problem:
        """A problem at a place, or at the nearest place around it that is in the file."""
        place: Loc = ()
        for part in loc:  # parts that are not in the file are names of alternatives in a model
            if (*place, part) in self.lines:
                place = (*place, part)
        field = (*place, loc[-1]) if loc and loc[-1] not in place else place
        return Problem(self.path, self.lines.get(place, 1), ".".join(map(str, field)), message)

    def into(self, model: type[Model]) -> Model:
        """The file as a model. Raises FileError with every field that is wrong."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            raise FileError([self.problem(item["loc"], _plain(item["msg"])) for item in found]) from None


def read_yaml(path: Path) -> YamlFile:
    """The mapping in a file. Raises FileError; aliases, repeated keys and deep nesting are refused."""
    loader = _Loader(_text(path))
    try:
        _refuse_tricks(path)
        node = loader.get_single_node()
        lines: dict[Loc, int] = {}
        _note_lines(path, node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        raise FileError.at(path, f"not YAML: {error.problem}", _line(error.problem_mark)) from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that does not exist
        raise FileError.at(path, f"not YAML: {error}") from None
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise FileError.at(path, "expected `name: value` lines at the top")
    return YamlFile(path, data, lines)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileError.at(path, f"cannot read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise FileError.at(path, f"larger than {MAX_BYTES // 1024} KiB")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileError.at(path, "not UTF-8: save the file as UTF-8", line) from None


def _refuse_tricks(path: Path) -> None:
    """Aliases can make a small file huge, and nesting can exhaust the stack: neither is needed here."""
    depth = 0
    for event in yaml.parse(_text(path), Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise FileError.at(path, "aliases (`*name`) are not allowed here; write it out", _line(event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FileError.at(path, f"nested deeper than {MAX_DEPTH}", _line(event.start_mark))


def _note_lines(path: Path, node: Any, loc: Loc, lines: dict[Loc, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise FileError.at(path, "a name must be plain text", _line(key.start_mark))
            place = (*loc, key.value)
            if place in lines:  # YAML would let the later value win, silently
                raise FileError.at(path, "given twice; keep one", _line(key.start_mark), place)
            lines[place] = _line(key.start_mark)
            _note_lines(path, value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*loc, position)] = _line(value.start_mark)
            _note_lines(path, value, (*loc, position), lines)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
