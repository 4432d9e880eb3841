"""Word lists that the detectors of mentions declare, as YAML beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster


@cache
def table(name: str) -> dict[str, Any]:
    """The table `<name>.yml`."""
    return read(Path(__file__).with_name(f"{name}.yml"))


def read(path: Path) -> dict[str, Any]:
    """The table in a file of this package."""
    content: dict[str, Any] = yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506 - it is a safe one
    return content


def words(cells: str) -> list[str]:
    """The words of a row; "_" stands for a space inside one."""
    return [word.replace("_", " ") for word in cells.split()]
