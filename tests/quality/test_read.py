"""Reading invented ads: F1 may not fall below the pinned floors.

The demo's disguises were known while the detectors were written: the floors in `read_floors.json` only hold what was
reached. Those of the laboratory, frozen split included, stand in `benchmarks/floors.yml`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.floors import below, load_floors
from benchmarks.laboratory import examined, tables
from benchmarks.read import Report, measured
from simulator.laboratory import SPLITS

FLOORS = json.loads((Path(__file__).parent / "read_floors.json").read_text(encoding="utf-8"))
ENOUGH = 10  # planted things from which a figure says something


@pytest.fixture(scope="module")
def report() -> Report:
    return measured(800, seeds=(401,))


def test_kinds(report: Report) -> None:
    reached = {name: tally.figures()["f1"] for name, tally in report.kinds.items()}
    assert set(reached) == set(FLOORS["f1 of a kind"])
    assert {name: f1 for name, f1 in reached.items() if f1 < FLOORS["f1 of a kind"][name]} == {}


def test_disguises(report: Report) -> None:
    reached = {
        name: figures for name, tally in report.styles.items() if (figures := tally.figures())["planted"] >= ENOUGH
    }
    assert len(reached) > 15
    assert {name: one for name, one in reached.items() if one["recall"] < FLOORS["recall of a disguise"]} == {}


def test_languages(report: Report) -> None:
    reached = {name: one for name, tally in report.languages.items() if (one := tally.figures())["planted"] >= ENOUGH}
    assert len(reached) > 10
    assert {name: one for name, one in reached.items() if one["f1"] < FLOORS["f1 of a kind in a language"]} == {}


def test_laboratory() -> None:
    details: dict[str, Any] = {split: tables(examined(split).report) for split in SPLITS}
    assert below(load_floors()["read"], details) == []
