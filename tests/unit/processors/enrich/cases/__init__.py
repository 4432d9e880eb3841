"""The case tables of the mentions, one file a kind: what must be read and what must not."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
KINDS = sorted(path.stem for path in FOLDER.glob("*.yml"))
# Kinds whose values may hold spaces.
SPACED = ("prices", "hours", "person_names", "places", "organisations", "routes")


@dataclass(frozen=True)
class Case:
    """A text, where it comes from, and the values that must be read in it."""

    kind: str
    text: str
    country: str | None
    language: str
    values: tuple[str, ...]
    style: str | None

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"


@cache
def must_read(kind: str) -> list[Case]:
    """The texts with mentions of a kind."""
    return [_case(kind, row) for row in _table(kind)["read"] if row["is"] != ""]


@cache
def must_not(kind: str) -> list[Case]:
    """The texts without."""
    return [_case(kind, {**row, "is": []}) for row in _table(kind)["not"]]


@cache
def _table(kind: str) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((FOLDER / f"{kind}.yml").read_text(encoding="utf-8"))
    return table


def _case(kind: str, row: dict[str, Any]) -> Case:
    """`is` is one value, a list of them, or several separated by spaces where values hold none."""
    values = row["is"]
    if not isinstance(values, list):
        values = [values] if kind in SPACED else str(values).split()
    return Case(kind, row["text"], row.get("in"), row.get("lang", "en"), tuple(values), row.get("as"))
