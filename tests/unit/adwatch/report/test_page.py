"""The report as a page, in both languages."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adwatch.report.conduct import Conduct, Review, SourceRow
from adwatch.report.page import Page
from adwatch.report.tables import CROSS, SINGLE, Table, Tables
from adwatch.report.words import LANGUAGES, WORDS
from schemas.base import SourceFamily

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
CELLS: dict[str, dict[str, dict[str, int]]] = {
    "month": {"2026-02": {"": 40}, "2026-01": {"": 30}},
    "family": {"job_board": {"": 70}},
    "country": {"FR": {"": 45}, "GB": {"": 25}},
    "language": {"fr": {"": 45}},
    "indicator": {"LB-06": {"": 41}},
    CROSS: {"LB-06": {"FR": 23, "GB": 18}},
}
FIGURES = Tables(
    since=BEGIN, until=END, k=10, ads=70,
    tables=tuple(Table(kind=kind, cells=cells, left_out=3) for kind, cells in CELLS.items()),
)  # fmt: skip
SOURCE = SourceRow(
    name="demo_jobs", family="job_board", owner="team@unit.example", legal_basis="<b>because</b>",
    terms_reviewed_on=date(2026, 1, 2), crawls=9, not_good=1, pages=90, ads=70,
)  # fmt: skip
CONDUCT = Conduct(
    sources=(SOURCE,), profile="default", legal_basis="a law", days={"graded_text": 365.0}, purges=4,
    purged={"ads": 12}, not_purged={}, openings={"vault.open": {"referral": 3}, "lookup": {}}, erasures=2,
    reviews=(Review(rule="", decided=20, wrong=0.4, low=0.22, high=0.61),), rules_left_out=5,
)  # fmt: skip


def page(language: str, **changes: Any) -> str:
    done = Conduct(**{name: getattr(CONDUCT, name) for name in CONDUCT.__struct_fields__} | changes)
    return Page(language, {"LB-06": "Fees"}).write(FIGURES, done, END)


def test_both_languages_have_all_words() -> None:
    assert WORDS.keys() == set(LANGUAGES)
    assert WORDS["en"].keys() == WORDS["fr"].keys()
    assert {*SINGLE, CROSS, *(family.value for family in SourceFamily)} <= WORDS["en"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_what_there_is(language: str) -> None:
    made, words = page(language), WORDS[language]
    assert f'<html lang="{language}">' in made
    for name in (*SINGLE, CROSS, "sources", "retention", "openings", "errors"):
        assert words[name] in made
    assert made.count("<svg") == len(SINGLE)
    assert "LB-06 Fees" in made
    assert words["clean"] in made
    assert "22% – 61%" in made
    assert made.index(">2026-01<") < made.index(">2026-02<")


def test_nothing_on_a_page_is_fetched_and_text_is_text() -> None:
    made = page("en")
    assert "default-src 'none'" in made
    assert "<script" not in made
    assert "&lt;b&gt;because" in made


def test_what_was_not_purged_is_said() -> None:
    made = page("en", not_purged={"ads": 7})
    assert "Found past its time afterwards: 7 ads." in made
    assert WORDS["en"]["clean"] not in made
