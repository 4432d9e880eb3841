"""`adwatch filter score --explain`: why this band and not another, in two languages, on a terminal and as a page."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from adwatch.commands.filter_score import score
from adwatch.errors import KnownError
from adwatch.explain.score_page import article
from adwatch.explain.score_terminal import show
from adwatch.explain.told import Teller, Told
from processors.score import scored
from processors.score.scorer import scorer
from schemas.ad import TextFacts
from schemas.finding import Finding, Span, State
from tests.factories import linked_ad
from tests.readings import catalogue
from tests.unit.adwatch.elements import Elements

HOSTILE = '<b onclick="x">kept</b> \u202etropssap \x1b[2J'
READABLE = TextFacts(language="en", supported=True, words=60)
FINDINGS = (
    Finding(indicator="LB-14", state=State.PRESENT, spans=(Span(start=0, end=9, quote="12 hours a day"),)),
    Finding(indicator="LB-09", state=State.PRESENT, spans=(Span(start=20, end=29, quote=HOSTILE),)),
    Finding(indicator="LB-16", state=State.CONTRADICTED, spans=(Span(start=22, end=27, quote="cash"),)),
    Finding(indicator="LB-13", state=State.PRESENT),
    Finding(indicator="LB-06", state=State.ABSENT, spans=(Span(start=40, end=49, quote="no fee"),)),
    Finding(indicator="SX-09", state=State.PRESENT, spans=(Span(start=60, end=69, quote="new in town"),)),
    Finding(indicator="NW-01", state=State.PRESENT, detector="link", evidence=("a", "b", "c"), note="Three ads."),
)


def told(language: str = "en", facts: TextFacts = READABLE) -> Told:
    ad = linked_ad(findings=FINDINGS, facts=facts)
    return Teller(catalogue(), language).tell(scored(ad, scorer(catalogue())(ad)))


def section(told: Told, heading: str) -> list[str]:
    """The rows under a heading, each as one string."""
    [rows] = [one.rows for one in told.sections if one.heading == heading]
    return [" | ".join(filter(None, (row.value, row.text, row.detail, *row.quotes))) for row in rows]


def test_every_finding_says_what_it_adds_how_well_known_it_is_and_what_it_rests_on() -> None:
    why = section(told(), "Why")
    assert why[0].startswith("+3 | Excessive hours, no days off, on call (LB-14) | strong indicator · weighted by a")
    assert why[0].endswith("| 12 hours a day")
    assert any("counted once" in row and "(LB-16)" in row and row.startswith("+0") for row in why)
    assert any("(NW-01)" in row and "Three ads." in row for row in why)


def test_what_speaks_against_what_is_never_scored_and_what_would_change_it_are_said() -> None:
    english = told()
    assert section(english, "Dimensions")[0] == "filled | exploitative conditions of work or life | LB-14, LB-09"
    [against] = section(english, "What speaks against it")
    assert against.startswith("-2 | Recruitment fee demanded")
    assert "the ad says the opposite" in against
    [shown] = section(english, "Seen, and never scored")
    assert "commonly believed, not supported" in shown
    changes = section(english, "What would change the band")
    assert any(row.startswith("Low, without any one of these findings") and "(LB-14)" in row for row in changes)
    assert any(row.startswith("High, if the ad stated any one of these") and "(LB-07)" in row for row in changes)
    assert "LB-07 | " in " ".join(section(english, "What is not known"))
    assert any("Delphi survey" in row for row in section(english, "Sources"))


def test_french_is_french() -> None:
    french = told("fr")
    assert french.band_word == "moyen"
    assert french.statement.startswith("Indicateurs compatibles avec : conditions de travail ou de vie")
    assert section(french, "Pourquoi")[0].startswith("+3 | Horaires excessifs")
    everything = " ".join(row for one in french.sections[:-1] for row in section(french, one.heading))
    for english in (" the ", "stated", "finding", "indicator ", "dimension rule"):
        assert english not in everything
    assert len(french.sections) == len(told().sections)


@pytest.mark.parametrize(("language", "expected"), [("en", "Not scored: no word lists"), ("fr", "Non évalué : pas de")])
def test_what_is_not_scored_says_why_and_is_not_called_safe(language: str, expected: str) -> None:
    result = told(language, TextFacts(language="cy", words=60))
    assert result.statement.startswith(expected)
    assert [one.heading for one in result.sections if "chang" in one.heading] == []


def test_text_of_an_ad_is_text_on_the_page_and_on_the_terminal() -> None:
    page = Elements(article(told()))
    assert page.attributes <= {"class"}
    assert page.found <= {"article", "h2", "h3", "p", "span", "div", "table", "tr", "td", "q"}
    assert '<b onclick="x">kept</b> <U+202E>tropssap <U+001B>[2J' in page.text
    out = io.StringIO()
    show(Console(file=out, force_terminal=True, color_system="standard", width=200, highlight=False), told())
    assert "\x1b[2J" not in out.getvalue()
    assert "\u202e" not in out.getvalue()


LINES = (
    '{"id": "a", "source_family": "job_board", "text": "Pickers wanted, 12 hours a day, no days off. Call Anna on '
    '+44 7700 900123. We keep your passport, call Anna."}\n'
    '{"id": "b", "source_family": "adult_services", "text": "Companion, 17 years old, outcall."}\n{"id": "c"}\n'
)


def run(monkeypatch: pytest.MonkeyPatch, **options: Any) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES.encode())))
    return score(**options)


def test_lines_and_page_of_a_real_ad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    file = tmp_path / "page.html"
    assert run(monkeypatch, page=file, language="fr") == 1  # for the bad line
    first, second = (json.loads(line) for line in capfdbinary.readouterr().out.splitlines())
    assert {"id", "band", "score", "dimensions", "reasons", "unknowns", "changes", "findings"} <= set(first)
    assert (first["scorer"], second) == ("dimensions", {"id": "b", "lane": "children"})
    page = file.read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="fr">')
    assert page.rstrip().endswith("</html>")
    assert not re.search(r"https?:|src=|href=|<script|@import|url\(", page)
    assert "7700" not in page
    assert page.count("<article>") == 1, "nothing of the children's lane"


def test_a_language_that_is_not_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KnownError, match="en, fr"):
        run(monkeypatch, language="xx")
