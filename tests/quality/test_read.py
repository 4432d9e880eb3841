"""Reading invented ads: F1 may not fall below the pinned floors.

The simulator's disguises were known while the detectors were written: the floors only hold what was reached. Lowering
one needs a reason beside it in the change that does so.
"""

import json
from pathlib import Path

import pytest

from benchmarks.read import Report, measured

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
