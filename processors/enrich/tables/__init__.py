"""Word lists that the detectors of mentions declare, as YAML beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """The table `<name>.yml`."""
    content: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))
    return content


def words(cells: str) -> list[str]:
    """The words of a row; "_" stands for a space inside one."""
    return [word.replace("_", " ") for word in cells.split()]
