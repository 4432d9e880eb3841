"""Floors under measured figures: `floors.yml` keeps every floor that ever held, and why one was lowered."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

FILE = Path(__file__).parent / "floors.yml"


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A floor as it held from some day on."""

    since: date
    value: float
    reason: str = ""  # needed where it is worse than the one before


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure, by its path in the details of the benchmark's line, and its pins, the one that holds last."""

    figure: str
    pins: Annotated[tuple[Pin, ...], msgspec.Meta(min_length=1)]
    better: Literal["higher", "lower"] = "higher"

    def holds(self, value: float) -> bool:
        """Whether the value is no worse than the floor."""
        limit = self.pins[-1].value
        return value >= limit if self.better == "higher" else value <= limit

    def lowered_in_silence(self) -> list[Pin]:
        """Pins that are worse than the one before and give no reason."""
        sign = 1 if self.better == "higher" else -1
        steps = zip(self.pins, self.pins[1:], strict=False)
        return [
            after for before, after in steps if sign * (after.value - before.value) < 0 and not after.reason.strip()
        ]


def load_floors(path: Path = FILE) -> dict[str, tuple[Floor, ...]]:
    """All floors by benchmark. Raises ValueError for one that was lowered without a reason."""
    floors = msgspec.yaml.decode(path.read_bytes(), type=dict[str, tuple[Floor, ...]])
    silent = [
        f"{one.figure} since {pin.since}"
        for group in floors.values()
        for one in group
        for pin in one.lowered_in_silence()
    ]
    if silent:
        raise ValueError(f"{path.name}: lowered without a reason: {', '.join(silent)}")
    return floors


def below(floors: tuple[Floor, ...], details: dict[str, Any]) -> list[str]:
    """Figures that do not hold, each with its value and its floor. Raises KeyError for one not measured."""
    found = [(one, value_at(details, one.figure)) for one in floors]
    return [f"{one.figure}: {value} (floor {one.pins[-1].value})" for one, value in found if not one.holds(value)]


def value_at(details: dict[str, Any], path: str) -> float:
    """`languages.en.f1` in nested tables."""
    found: Any = details
    for part in path.split("."):
        found = found[part]
    return float(found)
