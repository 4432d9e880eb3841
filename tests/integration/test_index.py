"""Documents on the real Elasticsearch: found by what analysts look for, newest wins, every refusal understood."""

import json
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from elasticsearch import Elasticsearch

from adwatch import reader
from adwatch.commands import alerts as alerts_command
from adwatch.commands import index as index_command
from adwatch.errors import KnownError
from adwatch.reader import Reader
from infra.engines.ports import pick
from processors import index as sinks
from processors.errors import StageStoppedError
from processors.index import bulk, setup
from processors.index.client import SearchError, connect
from processors.index.document import AdDocument, AlertDocument
from processors.index.names import ADS, ALERTS, INDICES
from processors.settings import ProcessorSettings, SearchSettings
from processors.stage import Emit, Reject, Retry
from schemas import ids
from schemas.ad import MaskedText, ScoredAd
from schemas.finding import Finding, State
from schemas.mention import Mention, MentionKind, Place, Price
from schemas.score import Band, Contribution, Dimension, Score
from schemas.topics import INDEXED
from tests import factories
from tests.conftest import Engines
from tests.filler import filled

pytestmark = pytest.mark.engines

HOSTILE = "a\0b \u202eright to left\u202c <script>alert(1)</script> {{7*7}} =HYPERLINK(1) \u200b\u0301" + "x" * 100_000


@pytest.fixture(scope="module")
def client(engines: Engines) -> Iterator[Elasticsearch]:
    with connect(SearchSettings(url=engines.search)) as connected:
        yield connected


@pytest.fixture(scope="module")
def indices(engines: Engines, client: Elasticsearch) -> Iterator[SearchSettings]:
    """Indices for the tests that leave them as they are."""
    search = SearchSettings(url=engines.search, prefix=f"test-{uuid.uuid4().hex[:8]}-adwatch")
    setup.init(search)
    yield search
    setup.drop(search)


@pytest.fixture
def settings(
    unprepared: ProcessorSettings, indices: SearchSettings, client: Elasticsearch
) -> Iterator[ProcessorSettings]:
    """With empty indices, without topics: nothing here asks Kafka."""
    yield unprepared.model_copy(update={"search": indices})
    client.indices.delete(index=[index.name(indices.prefix) for index in (ADS, ALERTS)])
    for index in (ADS, ALERTS):  # a deleted document would be remembered, and with it its version
        client.indices.create(index=index.name(indices.prefix), aliases=setup.aliases(index, indices.prefix))


@pytest.fixture
def spoiled(unprepared: ProcessorSettings) -> Iterator[ProcessorSettings]:
    """With indices of its own, for a test that spoils them."""
    setup.init(unprepared.search)
    yield unprepared
    setup.drop(unprepared.search)


def number(n: int, **changes: Any) -> ScoredAd:
    return factories.scored_ad(ad_id=ids.ad_id("demo_jobs", str(n)), key=str(n), **changes)


def with_search(settings: ProcessorSettings, **changes: Any) -> ProcessorSettings:
    return settings.model_copy(update={"search": settings.search.model_copy(update=changes)})


def found(client: Elasticsearch, settings: ProcessorSettings, query: dict[str, Any]) -> set[str]:
    alias = ADS.read(settings.search.prefix)
    client.indices.refresh(index=alias)
    return {hit["_id"] for hit in client.search(index=alias, query=query)["hits"]["hits"]}


def test_what_was_written_is_on_the_bus_and_in_the_index(settings: ProcessorSettings) -> None:
    ads = [number(n) for n in range(3)]
    assert sinks.build(settings)(ads) == [Emit(((INDEXED, ad),)) for ad in ads]
    with Reader(settings.search) as opened:
        assert set(opened.ad_ids()) == {ad.ad_id for ad in ads}
        assert opened.count_ads() == 3
        document = opened.ad(ads[1].ad_id)
    assert document is not None
    assert (document.body, document.contacts) == (ads[1].masked.body, ads[1].contacts)


def test_a_search_finds_it_soon_though_nobody_refreshed(settings: ProcessorSettings, client: Elasticsearch) -> None:
    sinks.build(settings)([number(1)])
    deadline = time.monotonic() + 20
    while not client.count(index=ADS.read(settings.search.prefix))["count"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_every_field_of_every_document_is_accepted(settings: ProcessorSettings) -> None:
    assert [type(each) for each in sinks.build(settings)([filled(ScoredAd)])] == [Emit]
    with Reader(settings.search) as opened:
        (document,) = opened.ads()
    assert msgspec.to_builtins(document).keys() == {field.name for field in msgspec.structs.fields(AdDocument)}


RICH = factories.scored_ad(
    masked=MaskedText(title="Serveuse", body="Logement compris, été à Lyon", fields={"company": "Verger Fictif"}),
    findings=(
        Finding(indicator="LB-06", state=State.PRESENT),
        Finding(indicator="LB-07", state=State.ABSENT),
        Finding(indicator="LB-08", state=State.CONTRADICTED),
    ),
    mentions=(
        Mention(
            kind=MentionKind.PRICE, value="150", start=0, end=1, surface="x", detector="test",
            price=Price(amount="150", currency="EUR", per="hour"),
        ),
        Mention(kind=MentionKind.AGE, value="19", start=0, end=1, surface="x", detector="test"),
        Mention(
            kind=MentionKind.PLACE, value="Lyon, FR", start=0, end=1, surface="x", detector="test",
            place=Place(id="geonames:2996944", name="Lyon", country="FR", latitude=45.749, longitude=4.848),
        ),
    ),
    score=Score(
        band=Band.HIGH,
        value=3.5,
        dimensions=(Dimension(name="recruitment", positive=True), Dimension(name="exploitation", positive=False)),
        reasons=(
            Contribution(
                indicator="LB-06", label="x", dimension="recruitment", strength="strong", grade="E2", weight=1.0
            ),
        ),
    ),
)  # fmt: skip

QUERIES: dict[str, dict[str, Any]] = {
    "contact token": {"term": {"contacts.token": "phone-1"}},
    "cluster": {"term": {"cluster": "c-1"}},
    "actor": {"term": {"actor": "a-1"}},
    "word": {"match": {"body": "logement"}},
    "word without accents": {"match": {"search_text": "ete"}},
    "field by name": {"term": {"fields.company": "Verger Fictif"}},
    "price": {"range": {"prices.amount": {"gte": 100, "lt": 200}}},
    "age": {"range": {"ages": {"lt": 21}}},
    "place": {"term": {"places": "Lyon, FR"}},
    "place of the gazetteer": {"term": {"located.id": "geonames:2996944"}},
    "country": {"term": {"located.country": "FR"}},
    "near a place": {"geo_distance": {"distance": "30km", "located.point": {"lat": 45.9, "lon": 4.8}}},
    "indicator": {"term": {"indicators": "LB-06"}},
    "indicator that the ad denies": {"term": {"indicators_absent": "LB-07"}},
    "indicator that the ad says and denies": {"term": {"indicators_contradicted": "LB-08"}},
    "dimension": {"term": {"dimensions_positive": "recruitment"}},
    "grade of the evidence": {"term": {"grades": "E2"}},
    "band": {"range": {"band_rank": {"gte": 2}}},
    "time": {"range": {"observed_at": {"gte": "2026-03-01", "lt": "2026-03-02"}}},
}  # fmt: skip

NO_MATCH: dict[str, dict[str, Any]] = {
    "absent is not present": {"term": {"indicators": "LB-07"}},
    "present is not absent": {"term": {"indicators_absent": "LB-06"}},
    "far from the place": {"geo_distance": {"distance": "30km", "located.point": {"lat": 48.9, "lon": 2.3}}},
    "dimension that is not positive": {"term": {"dimensions_positive": "exploitation"}},
}  # fmt: skip


def test_an_ad_is_found_by_what_analysts_look_for(settings: ProcessorSettings, client: Elasticsearch) -> None:
    sinks.build(settings)([RICH, number(2, contacts=(), cluster="c-2", actor=None, observed_at=NEXT_YEAR)])
    answers = {name: found(client, settings, query) for name, query in {**QUERIES, **NO_MATCH}.items()}
    assert answers == {name: {RICH.ad_id} if name in QUERIES else set() for name in answers}


NEXT_YEAR = factories.NOON + timedelta(days=365)
LATER = factories.NOON + timedelta(hours=1)
VERSIONS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "later observation": ({}, {"observed_at": LATER}, "second"),
    "earlier observation": ({"observed_at": LATER}, {}, "first"),
    "later revision": ({}, {"revision": 1}, "second"),
    "earlier revision": ({"revision": 1}, {}, "first"),
    "the same again": ({}, {}, "second"),  # it may have been said with more ads at hand
    "later observation, revision begins anew": ({"revision": 7}, {"observed_at": LATER}, "second"),
}


@pytest.mark.parametrize("case", VERSIONS)
def test_the_latest_version_stays_whatever_comes_first_and_all_succeed(case: str, settings: ProcessorSettings) -> None:
    first, second, stays = VERSIONS[case]
    sink = sinks.build(settings)
    for name, changes in (("first", first), ("second", second)):
        ad = factories.scored_ad(masked=MaskedText(title=name), **changes)
        assert sink([ad]) == [Emit(((INDEXED, ad),))]
    with Reader(settings.search) as opened:
        document = opened.ad(ad.ad_id)
    assert document is not None
    assert document.title == stays


def test_a_refused_record_is_rejected_alone_and_without_its_text(settings: ProcessorSettings) -> None:
    before_time_began = number(2, observed_at=factories.NOON.replace(year=1960))  # a version below zero
    first, refused, last = sinks.build(settings)([number(1), before_time_began, number(3)])
    assert [type(first), type(last)] == [Emit, Emit]
    assert isinstance(refused, Reject)
    assert refused.reason == "refused_by_search"
    with Reader(settings.search) as opened:
        assert opened.ad(before_time_began.ad_id) is None


def test_hostile_text_is_stored_as_it_is_and_found(settings: ProcessorSettings, client: Elasticsearch) -> None:
    masked = MaskedText(title=HOSTILE, body=HOSTILE, fields={"company": HOSTILE, "": "x"}, url=HOSTILE)
    ad = factories.scored_ad(masked=masked, cluster="c" * 5000)
    assert sinks.build(settings)([ad]) == [Emit(((INDEXED, ad),))]
    with Reader(settings.search) as opened:
        document = opened.ad(ad.ad_id)
    assert document is not None
    assert (document.title, document.url) == (HOSTILE, HOSTILE)
    assert found(client, settings, {"match": {"body": "hyperlink"}}) == {ad.ad_id}


def test_a_missing_index_stops_the_stage_and_none_is_made_by_accident(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    setup.drop(spoiled.search)
    with pytest.raises(StageStoppedError, match="adwatch index init"):
        sinks.build(spoiled)([number(1)])
    assert not client.indices.exists(index=ADS.write(spoiled.search.prefix))


def test_a_read_only_index_stops_the_stage(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    client.indices.put_settings(index=ADS.name(spoiled.search.prefix), settings={"index.blocks.read_only": True})
    with pytest.raises(StageStoppedError, match="read-only"):
        sinks.build(spoiled)([number(1)])
    client.indices.put_settings(index=ADS.name(spoiled.search.prefix), settings={"index.blocks.read_only": None})


def test_an_index_that_takes_no_writes_for_a_while_is_waited_for(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    client.indices.add_block(index=ADS.name(spoiled.search.prefix), block="write")
    assert sinks.build(spoiled)([number(1)]) == [Retry("search: 403 cluster_block_exception")]


def test_an_older_index_stops_the_stage_until_it_is_brought_up_to_date(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    older_index(client, spoiled, {"ad_id": {"type": "keyword", "ignore_above": 1024}})
    with pytest.raises(StageStoppedError, match="adwatch index init"):
        sinks.build(spoiled)([number(1)])
    assert f"brought {ADS.name(spoiled.search.prefix)} up to date" in setup.init(spoiled.search)
    assert [type(each) for each in sinks.build(spoiled)([number(1)])] == [Emit]


def test_a_field_that_was_indexed_before_stays_so(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    money = {"properties": {"amount": {"type": "double"}}}
    older_index(client, spoiled, {"words": {"type": "long"}, "prices": money})
    name = ADS.name(spoiled.search.prefix)
    assert f"brought {name} up to date" in setup.init(spoiled.search)
    made = client.indices.get_mapping(index=name)[name]["mappings"]["properties"]
    assert (made["words"], made["prices"]["properties"]["amount"]) == ({"type": "long"}, {"type": "double"})
    assert made["score"] == {"type": "double", "index": False}
    assert setup.init(spoiled.search) == []


def test_an_index_that_cannot_become_what_we_need_is_told(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    older_index(client, spoiled, {"ad_id": {"type": "long"}})
    with pytest.raises(SearchError, match="needs a new version"):
        setup.init(spoiled.search)


def older_index(client: Elasticsearch, settings: ProcessorSettings, properties: dict[str, Any]) -> None:
    """In place of today's index, one with these fields alone."""
    prefix = settings.search.prefix
    setup.drop(settings.search)  # the template too, which would add today's fields
    aliases: dict[str, Any] = {ADS.write(prefix): {}}
    client.indices.create(
        index=ADS.name(prefix), aliases=aliases, mappings={"dynamic": "strict", "properties": properties}
    )


def test_init_changes_nothing_when_all_is_there(settings: ProcessorSettings) -> None:
    assert setup.init(settings.search) == []
    assert setup.status(settings.search)["indices"]["ads"]["index"] == ADS.name(settings.search.prefix)


def test_status_tells_what_is_missing_and_what_the_server_lacks(spoiled: ProcessorSettings) -> None:
    setup.drop(spoiled.search)
    status = setup.status(spoiled.search)
    assert status["indices"] == dict.fromkeys(index.kind for index in INDICES)
    assert status["version"].startswith("8.19")
    assert all(each.startswith("no ") for each in status["reduced"])


def test_nobody_there_is_a_reason_to_try_again(settings: ProcessorSettings) -> None:
    away = with_search(settings, url=f"http://127.0.0.1:{pick()}")
    assert sinks.build(away)([number(1), number(2)]) == [Retry("search: ConnectionError")] * 2
    with pytest.raises(SearchError, match="does not answer"):
        setup.init(away.search)


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_silent_server_is_given_up_after_the_timeout_and_asked_once(settings: ProcessorSettings) -> None:
    with silent_server() as url:
        silent = with_search(settings, url=url, timeout_s=0.3)
        many = [number(n) for n in range(bulk.MAX_COUNT + 1)]  # two requests, but after the first there is no hope
        assert sinks.build(silent)(many) == [Retry("search: ConnectionTimeout")] * len(many)


def test_an_alert_is_filed_once_and_what_people_did_stays(settings: ProcessorSettings, client: Elasticsearch) -> None:
    sink, alert = sinks.build_alert_file(settings), factories.alert()
    assert sink([alert]) == [Emit()]
    client.update(index=ALERTS.write(settings.search.prefix), id=alert.alert_id, doc={"state": "closed"})
    assert sink([alert, alert]) == [Emit(), Emit()]
    with Reader(settings.search) as opened:
        assert [(each.alert_id, each.state) for each in opened.alerts()] == [(alert.alert_id, "closed")]


def test_the_reader_gives_every_ad_however_many(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE", 20)
    ads = [number(n) for n in range(50)]
    assert {type(each) for each in sinks.build(settings)(ads)} == {Emit}
    with Reader(settings.search) as opened:
        assert set(opened.ad_ids()) == {ad.ad_id for ad in ads}
        assert {ad.ad_id for ad in opened.ads()} == {ad.ad_id for ad in ads}


def alerts_in(settings: ProcessorSettings) -> list[AlertDocument]:
    times = {"al-1": factories.NOON, "al-2": LATER, "al-3": NEXT_YEAR}
    alerts = [factories.alert(alert_id=name, at=at, title=f"[bold]{name}[/] \x1b[31m") for name, at in times.items()]
    sinks.build_alert_file(settings)(alerts)
    with Reader(settings.search) as opened:
        return opened.alerts()


def test_alerts_come_newest_first(settings: ProcessorSettings) -> None:
    assert [alert.alert_id for alert in alerts_in(settings)] == ["al-3", "al-2", "al-1"]
    with Reader(settings.search) as opened:
        assert [alert.alert_id for alert in opened.alerts(limit=2)] == ["al-3", "al-2"]


@pytest.fixture
def installed(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> ProcessorSettings:
    """The same settings for commands, which look for them by themselves."""
    variables = {
        "ADWATCH_HOME": str(settings.home),
        "ADWATCH_SEARCH__URL": settings.search.url,
        "ADWATCH_SEARCH__PREFIX": settings.search.prefix,
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return settings


def test_the_commands_show_alerts_as_plain_text(
    installed: ProcessorSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    alerts_in(installed)
    alerts_command.list_alerts(2, {}, due=False, by_actor=False, as_json=False)
    listed = capsys.readouterr().out
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["al-3", "al-2"]
    alerts_command.show("al-2", language=None, as_json=False)
    shown = capsys.readouterr().out
    assert "[bold]al-2[/]" in shown  # not made bold: it is somebody's text
    assert "\x1b" not in listed + shown


def test_an_alert_that_is_not_there_is_told(installed: ProcessorSettings) -> None:
    with pytest.raises(KnownError, match="no alert al-9; see: adwatch alerts list"):
        alerts_command.show("al-9", language=None, as_json=False)


def test_the_index_command_says_what_is_there(installed: ProcessorSettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert index_command.status(as_json=False) == 0
    assert "ads       0 documents" in capsys.readouterr().out
    assert index_command.init(as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"done": []}


def test_the_commands_say_how_to_make_a_missing_index(
    installed: ProcessorSettings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADWATCH_SEARCH__PREFIX", "test-nothing")
    assert index_command.status(as_json=False) == 1
    assert "missing; run: adwatch index init" in capsys.readouterr().out
    with pytest.raises(KnownError, match="adwatch index init"):
        alerts_command.list_alerts(2, {}, due=False, by_actor=False, as_json=False)
