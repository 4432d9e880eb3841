"""Erasure on the real engines: an ad that went through every stage is nowhere afterwards, and does not come back."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaProducer
from pydantic import SecretStr

from adwatch import audit, bus
from adwatch.commands import erase, retention
from adwatch.errors import KnownError
from adwatch.progress import wait_for
from adwatch.retention import erase as erasing
from adwatch.retention import link_state, stage_states
from processors.alert.about import shorten
from processors.alert.fold import WAITING, Observed
from processors.index import build as build_index
from processors.index.bulk import create, index_newer, write
from processors.index.client import SearchError, session
from processors.index.convert import to_alert_document, to_document
from processors.index.names import ACTORS, ADS, ALERTS, CLUSTERS, VAULT, Index
from processors.index.refusals import DONE
from processors.index.rewrite import rewrite
from processors.index.summaries import summarise_all
from processors.notify.queue import Item, Queue
from processors.pipeline import STAGES
from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit
from processors.state import Store
from processors.vault import new_key
from schemas.ad import EnrichedAd
from schemas.alert import AlertState, Subject
from schemas.base import epoch_ms
from schemas.codec import encode
from schemas.ids import ad_id
from schemas.topics import ALERTS as ALERTS_ON_BUS
from schemas.topics import DEAD, ENRICHED, RAW, SIGHTINGS
from tests.factories import NOON, alert, raw_ad, scored_ad, sighting
from tests.integration.test_vault import use

pytestmark = pytest.mark.engines
WHY = "Request of the advertised person, letter of 3 March"
KEYS = SecretSettings(token_key=SecretStr("of tests"), url_key=SecretStr("too"), vault_key=SecretStr(new_key()))
GONE, STAYS = (ad_id("demo_jobs", key) for key in "12")
ADS_IN = [
    raw_ad(ad_id=GONE, key="1", body="Ring +44 7700 900123 about the rooms."),
    raw_ad(ad_id=STAYS, key="2", body="Ring +44 7700 900124 about the harvest."),
]


@pytest.fixture(scope="module")
def enriched() -> list[EnrichedAd]:
    enrich: Any = STAGES["enrich"].build(ProcessorSettings(secrets=KEYS))
    return [outcome.outputs[0][1] for outcome in enrich(ADS_IN)]


@pytest.fixture
def filled(
    settings: ProcessorSettings, enriched: list[EnrichedAd], monkeypatch: pytest.MonkeyPatch
) -> ProcessorSettings:
    """Both ads are on the bus, in the link state, the index and the vault; two alerts rest on them."""
    made = settings.model_copy(update={"secrets": KEYS})
    use(made, monkeypatch)
    producer = KafkaProducer(bootstrap_servers=made.kafka.bootstrap)
    for topic, records in ((RAW, ADS_IN), (ENRICHED, enriched)):
        for record in records:
            producer.send(made.kafka.topic(topic.name), key=record.ad_id.encode(), value=encode(record))
    producer.close()
    assert stage("seal", made)(enriched) == [DONE, DONE]
    with Store(made.state / "link") as store, store.begin() as transaction:
        linked = [outcome.outputs[0][1] for outcome in stage("link", made)(enriched, transaction)]
        transaction.commit({})
    assert all(isinstance(outcome, Emit) for outcome in stage("index", made)(linked))
    with session(made.search) as client:
        alerts = [alert(alert_id="al-one", ads=(GONE,)), alert(alert_id="al-both", ads=(GONE, STAYS))]
        filed = [create(each.alert_id, to_alert_document(each)) for each in alerts]
        assert write(client, ALERTS.write(made.search.prefix), filed) == [DONE, DONE]
    return made


@pytest.fixture
def client(filled: ProcessorSettings) -> Iterator[Elasticsearch]:
    with session(filled.search) as opened:
        yield opened


def stage(name: str, settings: ProcessorSettings) -> Any:
    return STAGES[name].build(settings)


def documents(client: Elasticsearch, settings: ProcessorSettings, index: Index) -> dict[str, Any]:
    client.indices.refresh(index=index.read(settings.search.prefix))
    found = client.search(index=index.read(settings.search.prefix), size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in found}


def test_an_erased_ad_is_nowhere_and_does_not_come_back(
    filled: ProcessorSettings, client: Elasticsearch, enriched: list[EnrichedAd], capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase.run([GONE], WHY, False, None, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["left"] == {}
    assert {name: report["erased"][name] for name in ("ads", "vault", "alerts", "link state", "tombstones")} == {
        "ads": 1, "vault": 1, "alerts": 2, "link state": 1, "tombstones": 4,
    }  # fmt: skip
    assert report["on_bus"] == {"ads.raw": 1, "ads.enriched": 1}

    assert set(documents(client, filled, ADS)) == set(documents(client, filled, VAULT)) == {STAYS}
    [kept] = documents(client, filled, ALERTS).values()
    assert (kept["alert_id"], kept["ads"]) == ("al-both", [STAYS])
    lines = [(line.action, line.subject) for line in audit.lines(filled.home)]
    assert lines == [("erase", GONE), ("erase.done", GONE)]

    # what is still on its way, or is crawled again, ends at every stage
    assert stage("enrich", filled)(ADS_IN[:1]) == [Emit()]
    assert stage("seal", filled)(enriched)[0] == Emit()
    assert set(documents(client, filled, VAULT)) == {STAYS}
    assert GONE not in [key for key, value in bus.read_all(filled.kafka, RAW) if not value]


def test_what_a_frozen_stage_writes_when_it_wakes_is_too_late(filled: ProcessorSettings, client: Elasticsearch) -> None:
    index = ADS.read(filled.search.prefix)
    version = client.get(index=index, id=GONE)["_version"]
    held_up = index_newer(GONE, version, to_document(scored_ad(ad_id=GONE)))
    assert erase.run([GONE], WHY, False, None, as_json=True) == 0
    assert write(client, ADS.write(filled.search.prefix), [held_up]) == [DONE]
    assert set(documents(client, filled, ADS)) == {STAYS}


def test_all_ads_with_a_token_go(filled: ProcessorSettings, client: Elasticsearch) -> None:
    token = documents(client, filled, ADS)[GONE]["contacts"][0]["token"]
    assert erase.run([token], WHY, False, None, as_json=True) == 0
    assert set(documents(client, filled, ADS)) == {STAYS}
    with pytest.raises(KnownError, match="no ad has this token"):
        erase.run([token], WHY, False, None, as_json=True)


def test_what_failed_in_the_middle_is_found_again_by_its_token(
    filled: ProcessorSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = documents(client, filled, ADS)[GONE]["contacts"][0]["token"]
    with monkeypatch.context() as broken:

        def fails_at_alerts(opened: Elasticsearch, index: Index, *rest: Any) -> Any:
            if index is ALERTS:
                raise SearchError("gone away")
            return rewrite(opened, index, *rest)

        broken.setattr(erasing, "rewrite", fails_at_alerts)
        with pytest.raises(KnownError, match="gone away"):
            erase.run([token], WHY, False, None, as_json=True)
    assert erase.run([token], WHY, False, None, as_json=True) == 0
    assert set(documents(client, filled, ALERTS)) == {"al-both"}


def test_what_is_said_of_groups_rests_on_the_ads_that_are_left(
    filled: ProcessorSettings, client: Elasticsearch
) -> None:
    before = documents(client, filled, ADS)
    beside = [  # groups of one ad have no summary
        scored_ad(ad_id=f"beside-{name}", key=name, actor=before[name]["actor"], cluster=before[name]["cluster"])
        for name in (GONE, STAYS)
    ]
    assert all(isinstance(outcome, Emit) for outcome in build_index(filled)(beside))
    summarise_all(client, filled.search.prefix)
    assert set(documents(client, filled, ACTORS)) == {before[GONE]["actor"], before[STAYS]["actor"]}
    assert erase.run([GONE], WHY, False, None, as_json=True) == 0
    assert set(documents(client, filled, ACTORS)) == {before[STAYS]["actor"]}
    assert set(documents(client, filled, CLUSTERS)) == {before[STAYS]["cluster"]}


def test_a_refused_record_of_an_erased_ad_is_named(
    filled: ProcessorSettings, client: Elasticsearch, capsys: pytest.CaptureFixture[str]
) -> None:
    producer = KafkaProducer(bootstrap_servers=filled.kafka.bootstrap)
    producer.send(filled.kafka.topic(DEAD.name), key=GONE.encode(), value=b"{}")
    producer.close()
    assert erase.run([GONE], WHY, False, None, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["on_bus"]["ads.dead"] == 1


def test_what_was_handed_over_needs_a_second_thought(filled: ProcessorSettings, client: Elasticsearch) -> None:
    index = ALERTS.read(filled.search.prefix)
    client.update(index=index, id="al-one", doc={"state": AlertState.ESCALATED.value}, refresh=True)
    with pytest.raises(KnownError, match="despite-hold"):
        erase.run([GONE], WHY, False, None, as_json=True)
    assert set(documents(client, filled, ADS)) == {GONE, STAYS}
    assert list(audit.lines(filled.home)) == []
    assert erase.run([GONE], WHY, True, None, as_json=True) == 0


def test_an_alert_about_an_erased_ad_goes_though_it_rests_on_others_too(
    filled: ProcessorSettings, client: Elasticsearch
) -> None:
    about = alert(alert_id="al-about", subject=Subject(kind="ad", id=GONE), ads=(STAYS,), state=AlertState.ESCALATED)
    name = ALERTS.write(filled.search.prefix)
    assert write(client, name, [create("al-about", to_alert_document(about))]) == [DONE]
    with pytest.raises(KnownError, match="despite-hold"):
        erase.run([GONE], WHY, False, None, as_json=True)
    assert erase.run([GONE], WHY, True, None, as_json=True) == 0
    assert set(documents(client, filled, ALERTS)) == {"al-both"}


def test_a_running_link_stage_forgets_by_itself(filled: ProcessorSettings) -> None:
    running = subprocess.Popen([sys.executable, "-m", "adwatch.cli", "run", "link"], stderr=subprocess.DEVNULL)
    try:
        assert wait_for(lambda: read_report(filled.home, "link") is not None, 60)
        assert erase.run([GONE], WHY, False, None, as_json=True) == 0
        assert running.poll() is None
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def remember(settings: ProcessorSettings) -> None:
    """Rules wait for what follows on both ads; an alert about the one, and one about both, wait to be told."""
    scored = [scored_ad(ad_id=each, actor=f"a-{each}", observed_at=NOON) for each in (GONE, STAYS)]
    waiting = [Observed(epoch_ms(NOON), ad.ad_id, ad.source, "g", "k", 1, shorten(ad)) for ad in scored]
    untold = [
        Item(id=each.alert_id, kind="alert", team="", since=0, payload=encode(each))
        for each in (alert(alert_id="al-one", ads=(GONE,)), alert(alert_id="al-both", ads=(GONE, STAYS)))
    ]
    with Store(settings.state / "alert") as store, store.begin() as transaction:
        for number, each in enumerate(waiting):
            transaction.put(WAITING, bytes([number]) * 32, msgspec.msgpack.encode(each))
        transaction.commit({})
    with Store(settings.state / "notify") as store, store.begin() as transaction:
        for item in untold:
            Queue(transaction).put("a target", 0, item)
        transaction.commit({})


def test_what_rules_and_the_outbox_remember_goes_too(
    filled: ProcessorSettings, client: Elasticsearch, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(filled)
    producer = KafkaProducer(bootstrap_servers=filled.kafka.bootstrap)
    for topic, record in ((SIGHTINGS, sighting(ad_id=GONE)), (ALERTS_ON_BUS, alert(alert_id="al-one", ads=(GONE,)))):
        producer.send(
            filled.kafka.topic(topic.name), key=b"k" if topic is ALERTS_ON_BUS else GONE.encode(), value=encode(record)
        )
    producer.close()
    assert stage_states.remains(filled, {GONE}) == {"alert state": 1, "notify state": 2}

    assert erase.run([GONE], WHY, False, None, as_json=True) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["erased"]["alert state"], report["erased"]["notify state"], report["left"]) == (1, 2, {})
    assert report["on_bus"].items() >= {"ads.sightings": 1, "alerts": 1}.items()
    assert stage_states.remains(filled, {STAYS}) == {"alert state": 1, "notify state": 1}


def test_running_stages_forget_by_themselves(filled: ProcessorSettings, client: Elasticsearch) -> None:
    remember(filled)
    running = subprocess.Popen(
        [sys.executable, "-m", "adwatch.cli", "run", "alert", "notify"], stderr=subprocess.DEVNULL
    )
    try:
        for each in ("alert", "notify"):
            assert wait_for(lambda: read_report(filled.home, each) is not None, 120)  # noqa: B023
        assert erase.run([GONE], WHY, False, None, as_json=True) == 0
        assert running.poll() is None
        assert stage_states.remains(filled, {GONE}) == {"alert state": 0, "notify state": 0}
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def test_a_purge_reaches_the_link_state_and_is_reported(
    filled: ProcessorSettings, client: Elasticsearch, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in ("al-one", "al-both"):  # they would hold their ads
        client.delete(index=ALERTS.read(filled.search.prefix), id=each, refresh=True)
    assert link_state.remains(filled, {GONE, STAYS}) > 0
    assert retention.run(rehearse=True, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["due"] == {"originals": 2, "ads": 2}
    assert retention.run(rehearse=False, as_json=True) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["done"], report["left"], report["forgotten"]) == ({"originals": 2, "ads": 2}, {}, 2)
    assert documents(client, filled, ADS) == documents(client, filled, VAULT) == {}
    assert link_state.remains(filled, {GONE, STAYS}) == 0
    assert [line.action for line in audit.lines(filled.home)] == ["retention.purge"]
    assert retention.print_reports(5, as_json=True) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
