"""Number words of many languages, from `number_words.yml`, and the few words that go with them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from processors.enrich.tables import read

_TABLE = read(Path(__file__).with_name("number_words.yml"))
_ROWS = {"units": (0, 1), "teens": (10, 1), "tens": (20, 10), "hundreds": (100, 100)}


def _cells(row: str) -> list[tuple[int, str]]:
    return [(index, word) for index, cell in enumerate(row.split()) for word in cell.split("|") if word != "-"]


CONNECTORS = frozenset(_TABLE["connectors"].split())
EVERYDAY = frozenset(_TABLE["everyday"].split())
REPEATS: dict[str, int] = _TABLE["repeats"]
SIGNS: dict[str, int] = {sign: value for value, sign in _cells(_TABLE["signs"])}


def words() -> dict[str, dict[str, int]]:
    """Every number word in lower case -> its value in each language that has it."""
    table: dict[str, dict[str, int]] = {}
    for language, numbers in _TABLE["languages"].items():
        for word, value in _values(numbers):
            table.setdefault(word, {})[language] = value
    return table


def _values(numbers: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name, (first, step) in _ROWS.items():
        for index, word in _cells(numbers.get(name, "")):
            yield word, first + step * index
    yield from numbers.get("whole", {}).items()
    for glued in numbers.get("glued", ()):
        yield from _glued(**glued)


def _glued(tens: str, units: str, joint: str, first: str) -> Iterator[tuple[str, int]]:
    for ten, ten_word in _cells(tens):
        for unit, unit_word in _cells(units):
            parts = (ten_word, unit_word) if first == "tens" else (unit_word, ten_word)
            yield joint.join(parts), 20 + 10 * ten + unit
