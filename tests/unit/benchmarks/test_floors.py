"""A floor can be raised freely and lowered only with a reason."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from benchmarks.floors import Floor, Pin, below, load_floors, value_at

DAY = date(2026, 11, 26)


def test_the_floors_in_the_repository_load() -> None:
    assert {"indicators", "score"} <= set(load_floors())


@pytest.mark.parametrize(
    ("better", "values", "reason", "allowed"),
    [
        ("higher", (0.5, 0.6), "", True),
        ("higher", (0.6, 0.5), "", False),
        ("higher", (0.6, 0.5), " ", False),
        ("higher", (0.6, 0.5), "new languages", True),
        ("lower", (0.05, 0.02), "", True),
        ("lower", (0.02, 0.05), "", False),
    ],
)
def test_lowering_needs_a_reason(
    tmp_path: Path, better: str, values: tuple[float, float], reason: str, allowed: bool
) -> None:
    pins = [{"since": DAY, "value": values[0]}, {"since": DAY, "value": values[1], "reason": reason}]
    file = tmp_path / "floors.yml"
    file.write_bytes(msgspec.yaml.encode({"x": [{"figure": "a", "better": better, "pins": pins}]}))
    if allowed:
        assert load_floors(file)["x"][0].pins[-1].value == values[1]
    else:
        with pytest.raises(ValueError, match="lowered without a reason: a since 2026-11-26"):
            load_floors(file)


def test_the_last_pin_holds_and_figures_are_found_by_their_path() -> None:
    floors = (
        Floor("languages.en.f1", (Pin(DAY, 0.9), Pin(DAY, 0.5, "why"))),
        Floor("false", (Pin(DAY, 0.02),), "lower"),
    )
    details = {"languages": {"en": {"f1": 0.6}}, "false": 0.03}
    assert value_at(details, "languages.en.f1") == 0.6
    assert below(floors, details) == ["false: 0.03 (floor 0.02)"]
    with pytest.raises(KeyError):
        below(floors, {})
