"""Standing searches on the real search engine: what they find is what the same query finds when a person asks."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner

from adwatch import audit
from adwatch.console.searches import searches
from processors.alert import load_assistance
from processors.alert.standing import with_standing
from processors.index import build
from processors.index.client import session
from processors.index.names import ADS
from processors.index.setup import drop, init
from processors.index.standing import SearchAwayError, build_finder
from processors.searches import Saved, SavedSearch, check
from processors.settings import ProcessorSettings, SearchSettings
from processors.stage import Emit, Retry
from processors.state import MemoryTransaction
from schemas.ad import MaskedText, ScoredAd
from schemas.finding import Finding, State
from schemas.score import Band, Score
from tests.conftest import Engines
from tests.factories import scored_ad

pytestmark = pytest.mark.engines
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = ("seasonal farm work near lyon", "office job abroad, flight paid", "hostess wanted, no papers", "used bicycle")


def ad(number: int, **changes: Any) -> ScoredAd:
    """One of many ads that differ in everything a search may ask for."""
    body = WORDS[number % len(WORDS)]
    values: dict[str, Any] = {
        "ad_id": f"ad-{number:03}",
        "key": str(number),
        "cluster": f"c-{number // 2}",
        "actor": f"a-{number % 7}",
        "observed_at": NOON + timedelta(minutes=number),
        "masked": MaskedText(title=f"Ad {number}", body=body),
        "score": Score(band=list(Band)[number % 4], value=float(number % 10)),
        "findings": (Finding(indicator=f"LB-{number % 5:02}", state=State.PRESENT),),
    }
    return scored_ad(**{**values, **changes})


ADS_OF_BEFORE = [ad(number) for number in range(40)]
BATCH = [ad(number) for number in range(40, 100)]
QUERIES: dict[str, dict[str, Any]] = {
    "words": {"match": {"body": {"query": "farm lyon", "operator": "and"}}},
    "phrase": {"match_phrase": {"body": "flight paid"}},
    "band": {"term": {"band": "high"}},
    "indicators": {"terms": {"indicators": ["LB-01", "LB-03"]}},
    "score": {"range": {"score": {"gte": 8}}},
    "actor": {"prefix": {"actor": "a-6"}},
    "wildcard": {"wildcard": {"actor": {"value": "a-5*"}}},
    "actors": {"exists": {"field": "actor"}},
    "nobody": {"term": {"actor": "a-99"}},
    "several": {
        "bool": {
            "must": [{"match": {"body": "hostess"}}],
            "must_not": [{"term": {"band": "unscored"}}],
            "filter": [{"range": {"score": {"lt": 7}}}],
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def index(engines: Engines) -> Iterator[SearchSettings]:
    """An index that holds ads of before and a batch that was just written; nothing here changes it."""
    search = SearchSettings(url=engines.search, prefix=f"test-{uuid.uuid4().hex[:8]}-adwatch")
    init(search)
    assert all(isinstance(each, Emit) for each in build(ProcessorSettings(search=search))([*ADS_OF_BEFORE, *BATCH]))
    yield search
    drop(search)


@pytest.fixture
def office(index: SearchSettings, tmp_path: Path) -> ProcessorSettings:
    """An installation with that index and data of its own."""
    return ProcessorSettings(search=index, home=tmp_path / "home")


def saved(name: str, query: dict[str, Any], **changes: Any) -> SavedSearch:
    check(query)
    return SavedSearch(**{"id": name, "title": name, "query": query, "since": NOON, "by": "ana", **changes})


def asked_by_a_person(client: Elasticsearch, settings: ProcessorSettings, query: dict[str, Any]) -> set[str]:
    found = client.search(index=ADS.read(settings.search.prefix), query=query, size=1_000, source=False)
    return {hit["_id"] for hit in found["hits"]["hits"]} & {each.ad_id for each in BATCH}


@pytest.mark.parametrize("percolate", [False, True])  # this server has no percolator, which is found out
def test_a_standing_search_finds_in_the_batch_what_the_query_finds(office: ProcessorSettings, percolate: bool) -> None:
    search = office.search.model_copy(update={"percolate": percolate})
    find = build_finder(office.model_copy(update={"search": search}))
    found = find(BATCH, [saved(name, query) for name, query in QUERIES.items()])
    with session(office.search) as client:
        for name, query in QUERIES.items():
            assert set(found.get(name, ())) == asked_by_a_person(client, office, query), name
    assert "nobody" not in found
    assert len(found["actors"]) == len(BATCH)  # and none of the ads of before


def test_a_search_that_the_server_refuses_costs_no_other_its_turn(office: ProcessorSettings) -> None:
    bad = saved("bad", {"range": {"observed_at": {"gte": "no date"}}})
    found = build_finder(office)(BATCH, [saved("actors", QUERIES["actors"]), bad, saved("band", QUERIES["band"])])
    assert found.keys() == {"actors", "band"}


def test_each_search_and_cluster_is_told_once_from_then_on(office: ProcessorSettings) -> None:
    store = Saved(office.home)
    late = NOON + timedelta(minutes=95)
    store.add(saved("band", QUERIES["band"]), saved("late", QUERIES["actors"], since=late))
    help_at = load_assistance(office.catalogue / "assistance")
    run = with_standing(lambda ads, tx: [Emit()] * len(ads), build_finder(office), store, help_at, SearchAwayError)
    state = MemoryTransaction()

    def told() -> list[tuple[str, str]]:
        return [(alert.rule, alert.key) for outcome in run(BATCH, state) for _, alert in outcome.outputs]  # type: ignore[union-attr]

    high = [("search_band", each.cluster) for each in BATCH if each.score.band is Band.HIGH]
    clusters = [("search_late", f"c-{number}") for number in (47, 48, 49)]
    assert sorted(told()) == sorted(high + clusters)
    assert told() == []  # the same batch again, or the same ads at the next crawl
    store.add(saved("band", QUERIES["band"], dropped=True), saved("new", QUERIES["score"]))
    assert {rule for rule, _ in told()} == {"search_new"}


def test_while_the_server_is_away_the_batch_waits(tmp_path: Path) -> None:
    away = ProcessorSettings(search=SearchSettings(url="http://127.0.0.1:9", prefix="x"), home=tmp_path)
    store = Saved(away.home)
    run = with_standing(
        lambda ads, tx: [Emit()] * len(ads), build_finder(away), store,
        load_assistance(away.catalogue / "assistance"), SearchAwayError,
    )  # fmt: skip
    assert run(BATCH[:2], MemoryTransaction()) == [Emit(), Emit()]  # without searches it is not needed
    store.add(saved("band", QUERIES["band"]))
    assert run(BATCH[:2], MemoryTransaction()) == [Retry("search: ConnectionError")] * 2


def test_the_commands(office: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADWATCH_HOME", str(office.home))
    monkeypatch.setenv("ADWATCH_SEARCH__URL", office.search.url)
    monkeypatch.setenv("ADWATCH_SEARCH__PREFIX", office.search.prefix)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(searches, arguments)
        return done.output if done.exit_code == 0 else str(done.exception)

    query = json.dumps({"query": QUERIES["words"]})
    assert "cannot stand: query.regexp: not allowed" in run("save", "bad", '{"regexp": {"body": ".*"}}', "--title", "x")
    assert "25 ads of the past meet it" in run("save", "lyon", query, "--title", "Farms near Lyon")
    assert run("list").split("\t")[0] == "lyon"
    days = (datetime.now(UTC) - NOON).days + 2
    tested = json.loads(run("test", "lyon", "--days", str(days), "--json"))
    assert (tested["ads"], tested["alerts"], tested["per_day"]) == (25, 25, {"2026-03-01": 25})
    assert "no more" in run("drop", "lyon")
    assert run("list") == ""
    assert [line.action for line in audit.lines(office.home)] == ["search.save", "search.drop"]
