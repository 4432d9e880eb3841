"""The register of sources in the docs: complete and up to date."""

from pathlib import Path

from spiders.register import render
from spiders.source import load_sources
from tests.unit.spiders.packs import pack

PAGE = Path(__file__).parents[3] / "docs" / "sources.md"


def test_the_page_is_up_to_date() -> None:
    wanted = render(load_sources())
    assert PAGE.read_text(encoding="utf-8") == wanted, "run: adwatch sources register > docs/sources.md"


def test_it_says_who_answers_and_why(tmp_path: Path) -> None:
    text = render([pack(tmp_path, title="Bars | and pipes", history_days=30)])
    for said in ("collection-team@adwatch.example", "Invented for tests.", "2026-10-01", "2 s between", "30 days"):
        assert said in text
    assert "Bars \\| and pipes" in text
