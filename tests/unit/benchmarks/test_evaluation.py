"""How the figures of the indicators and of the score are counted."""

import re
from pathlib import Path

import pytest

from benchmarks.baserate import expected_false, false_per_100
from benchmarks.indicators import Report
from benchmarks.interval import interval
from benchmarks.overlap import overlap, trigrams, words
from benchmarks.read import Tally
from benchmarks.score_plot import drawn
from benchmarks.signs import table
from processors.catalogue import load
from simulator import Answer

CATALOGUE = Path(__file__).parents[3] / "catalogue"
MEASURED = {"LB-06", "LB-08", "LB-13", "LB-16"}


def test_what_is_stated_found_doubtful_and_denied_is_counted_apart() -> None:
    report = Report()
    answer = Answer(
        "farm", "fr", "c1", indicators=("LB-06", "LB-08", "SX-01"), denied=("LB-13", "LB-16"), doubtful=("FM-01",),
        sentences={"LB-08": "On dort ici."},
    )  # fmt: skip
    report.add(answer, {"LB-06", "LB-13", "FM-01"}, {"LB-16"}, MEASURED | {"FM-01"})
    assert report.by(0) == {"LB-06": Tally(right=1), "LB-08": Tally(missed=1), "LB-13": Tally(wrong=1)}
    assert report.by(1) == {"fr": Tally(right=1, missed=1, wrong=1)}
    assert report.denials == {"fr": Tally(right=1, wrong=1)}
    assert report.missed == {"fr": {"LB-08": ["On dort ici."]}}


def test_the_base_rate_of_the_documentation() -> None:
    assert false_per_100(0.8, 0.05, 0.01) == 86.1  # one of seven alerts is right
    assert false_per_100(0.8, 0.0, 0.01) == 0.0
    assert false_per_100(0.0, 0.0, 0.01) == 0.0


def test_no_false_alarm_seen_does_not_mean_none() -> None:
    found = expected_false(80, 100, 0, 200, (0.01,))
    assert found["false_per_100_at_1.0%"] == 0.0
    assert 60 < found["at_most_at_1.0%"] < 75
    assert found["alarmed_at_most"] == pytest.approx(0.0188, abs=0.001)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_intervals(hits: int, of: int, low: float, high: float) -> None:
    found = interval(hits, of)
    assert found[0] == pytest.approx(low, abs=0.001)
    assert found[1] == pytest.approx(high, abs=0.001)


def test_signs_per_ad_beside_what_was_published() -> None:
    found = table([("job", 6, 1), ("job", 1, 0), ("service", 2, 2)])
    assert found["job"]["5 or more"] == {"published": 0.15, "stated": 0.5, "read": 0.0}
    assert found["service"]["2 or more"] == {"published": 0.23, "stated": 1.0, "read": 1.0}


def test_trigrams_know_no_case_and_no_marks() -> None:
    assert set(trigrams([words("We pay, you WORK!")])) == {("we", "pay", "you"), ("pay", "you", "work")}


def test_no_frozen_sentence_is_an_example_of_the_word_lists() -> None:
    found = overlap(load(CATALOGUE))
    assert {language: one["frozen_same"] for language, one in found.items() if one["frozen_same"]} == {}
    assert all(one["frozen_in_lists"] < 0.10 for one in found.values())


def test_the_plot_is_a_picture_of_all_rows() -> None:
    rows = [
        {"from": 0.0, "ads": 4, "planted": 1, "low": 0.1, "high": 0.7},
        {"from": 1.0, "ads": 0, "planted": 0, "low": 0.0, "high": 1.0},
    ]
    bars = re.findall(r'height="([\d.]+)" fill="#4878a8"', drawn(rows))
    assert bars == ["60.0", "0.0"]
