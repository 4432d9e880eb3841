"""YAML with its line numbers, so that an error can point at the line to mend."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from spiders.errors import SourceError

MAX_BYTES = 256 * 1024  # a source file is a page or two

Loc = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster


def read_yaml(path: Path) -> tuple[dict[str, Any], dict[Loc, int]]:
    """The mapping in a file, and the line of every key and item in it. Raises SourceError."""
    loader = _Loader(_text(path))
    try:
        node = loader.get_single_node()
        lines: dict[Loc, int] = {}
        _note_lines(path, node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        raise SourceError(path, _line(error.problem_mark), "", f"not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise SourceError(path, 1, "", f"not YAML: {error}") from None
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        raise SourceError(path, 1, "", "expected `name: value` lines at the top")
    return data, lines


def line_of(lines: Mapping[Loc, int], loc: Loc) -> int:
    """The line of a place in the file, or of the nearest place around it that is there."""
    while loc and loc not in lines:
        loc = loc[:-1]
    return lines.get(loc, 1)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(path, 1, "", f"cannot read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise SourceError(path, 1, "", f"larger than {MAX_BYTES // 1024} KiB")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(path, line, "", "not UTF-8: save the file as UTF-8") from None


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _note_lines(path: Path, node: Any, loc: Loc, lines: dict[Loc, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*loc, key.value)
            if place in lines:  # YAML would let the later value win, silently
                raise SourceError(path, _line(key.start_mark), _dotted(place), "given twice; keep one")
            lines[place] = _line(key.start_mark)
            _note_lines(path, value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            lines[(*loc, position)] = _line(value.start_mark)
            _note_lines(path, value, (*loc, position), lines)


def _dotted(loc: Loc) -> str:
    return ".".join(map(str, loc))
