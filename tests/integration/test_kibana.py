"""Every panel of every dashboard on the real search engine, over the demo's ads; and the public figures."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from adwatch.kibana import trial
from adwatch.kibana.boards import DASHBOARDS
from adwatch.kibana.draw import picture
from adwatch.kibana.trial import Shown, title_of
from adwatch.report.figures import FIGURES
from adwatch.report.publish import publish
from adwatch.report.tables import CROSS, tables
from processors.index.client import session
from processors.index.setup import drop, init, versions
from processors.settings import ProcessorSettings, SearchSettings, SecretSettings
from schemas.ad import ScoredAd
from tests.conftest import Engines, adwatch
from tests.integration.kibana_corpus import DAYS, NOW, fill

pytestmark = pytest.mark.engines
ADS = 300


@pytest.fixture(scope="module")
def filled(
    engines: Engines, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Elasticsearch, str, list[ScoredAd]]]:
    """A search engine with the corpus: a client, the prefix, the ads."""
    search = SearchSettings(url=engines.search, prefix=f"test-{uuid.uuid4().hex[:8]}")
    secrets = SecretSettings.model_validate({"token_key": "k" * 32})
    settings = ProcessorSettings(search=search, secrets=secrets, home=tmp_path_factory.mktemp("kibana"))
    init(search)
    scored = fill(settings, ADS)
    with session(search) as client:
        yield client, search.prefix, scored
        client.indices.delete(index=versions(client, FIGURES, search.prefix))
    drop(search)


@pytest.fixture(scope="module")
def shown(filled: tuple[Elasticsearch, str, list[ScoredAd]]) -> list[Shown]:
    """Every panel as it is over the corpus."""
    return list(trial.run(filled[0], filled[1], DASHBOARDS, NOW))


def test_what_every_panel_asks_for_runs(shown: list[Shown]) -> None:
    assert [each.problem for each in shown if each.problem] == []
    assert len(shown) == sum(len(board.panels) for board in DASHBOARDS)


def test_every_panel_shows_something(shown: list[Shown]) -> None:
    assert [title_of(each.panel) for each in shown if each.empty] == []


def test_panels_count_what_is_there(filled: tuple[Elasticsearch, str, list[ScoredAd]], shown: list[Shown]) -> None:
    scored = filled[2]
    found = {(each.board.key, title_of(each.panel)): each.data for each in shown}
    assert found["overview", "Ads"][0].numbers == (float(len(scored)),)
    assert found["overview", "Actors"][0].numbers == (float(len({ad.actor for ad in scored if ad.actor})),)
    by_week = found["overview", "Ads a week, by band"]
    assert sum(row.numbers[0] or 0 for row in by_week) == len(scored)
    assert len({row.keys[0] for row in by_week}) in (DAYS // 7, DAYS // 7 + 1, DAYS // 7 + 2)
    high = sum(ad.score.band.value == "high" for ad in scored)
    assert {row.keys[1]: row.numbers[0] for row in by_week if row.keys[1] == "high"}.keys() == (
        {"high"} if high else set()
    )


def test_every_dashboard_is_drawn_with_the_titles_of_its_panels(shown: list[Shown]) -> None:
    for board in DASHBOARDS:
        panels = [each for each in shown if each.board is board]
        drawn = picture(board, panels)
        assert drawn.count("<g transform") == 2 * len(panels)
        assert "nan" not in drawn


def test_public_figures_hold_no_cell_of_fewer_than_ten(filled: tuple[Elasticsearch, str, list[ScoredAd]]) -> None:
    client, prefix, scored = filled
    made = tables(client, prefix, NOW.replace(year=2025), NOW)
    behind: dict[tuple[str, str, str], set[str]] = {}
    for ad in scored:
        who = ad.actor or ad.ad_id
        countries = {each.place.country for each in ad.mentions if each.place}
        present = {each.indicator for each in ad.findings if each.state.value == "present"}
        for country in countries:
            behind.setdefault(("country", country, ""), set()).add(who)
            for indicator in present:
                behind.setdefault((CROSS, indicator, country), set()).add(who)
    checked = [
        (table.kind, name, value)
        for table in made.tables
        if table.kind in ("country", CROSS)
        for name, row in table.cells.items()
        for value in row
    ]
    assert checked
    assert min(len(behind[at]) for at in checked) >= 10
    assert sum(table.left_out for table in made.tables) > 0


def test_figures_are_replaced_and_nothing_is_left_of_before(
    filled: tuple[Elasticsearch, str, list[ScoredAd]],
) -> None:
    client, prefix, _ = filled
    before = versions(client, FIGURES, prefix)
    count = publish(client, prefix, tables(client, prefix, NOW.replace(year=2025), NOW), NOW)
    assert versions(client, FIGURES, prefix) != before
    assert client.count(index=FIGURES.read(prefix))["count"] == count
    assert len(versions(client, FIGURES, prefix)) == 1


def test_the_report_as_a_person_gets_it(
    filled: tuple[Elasticsearch, str, list[ScoredAd]], engines: Engines, tmp_path: Path
) -> None:
    """In French as a page, and the same figures for programs."""
    period = ("--since", "2026-01-01T00:00:00+0000", "--until", "2026-06-02T00:00:00+0000")
    server = {"ADWATCH_SEARCH__URL": engines.search, "ADWATCH_SEARCH__PREFIX": filled[1]}
    page = tmp_path / "rapport.html"
    adwatch("report", *period, "--language", "fr", "--page", str(page), home=tmp_path, check=True, **server)
    assert f"{len(filled[2])} annonces pendant la période" in page.read_text()
    told = json.loads(adwatch("report", *period, home=tmp_path, check=True, **server).stdout)
    assert told["figures"]["ads"] == len(filled[2])
    assert {row["name"] for row in told["conduct"]["sources"]} == {"demo_classifieds", "demo_feed", "demo_jobs"}
    assert told["conduct"]["reviews"][0]["decided"] >= 10
