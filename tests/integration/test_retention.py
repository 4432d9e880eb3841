"""Two years on the real search engine, the time passed in: everything goes when its time is over, and not before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from msgspec.structs import replace

from adwatch.retention import profile
from adwatch.retention import purge as purging
from adwatch.retention.purge import Purge, purge
from processors.index.bulk import create, index_newer, write
from processors.index.client import session
from processors.index.convert import to_alert_document, to_crawl_document, to_document
from processors.index.names import ADS, ALERTS, CRAWLS, VAULT, Index
from processors.index.refusals import DONE
from processors.index.rewrite import rewrite
from processors.settings import ProcessorSettings
from processors.vault import KeyRing, new_key, original_of, seal
from schemas.ad import MaskedText
from schemas.alert import AlertState
from schemas.ids import ad_id
from schemas.score import Band, Score
from tests.factories import NOON, alert, crawl_report, enriched_ad, scored_ad

pytestmark = pytest.mark.engines
TEXT = "Call [phone-0123456789abcdef0123] about the rooms"
LOW, HIGH, IN_ALERT, SEEN_LATER = (ad_id("demo_jobs", key) for key in ("low", "high", "in alert", "seen later"))
BANDS = {LOW: Band.LOW, HIGH: Band.HIGH, IN_ALERT: Band.LOW, SEEN_LATER: Band.UNSCORED}
TEXT_AND_ORIGINAL, TEXT_ONLY, FACTS, NOTHING = "text and original", "text", "facts", "nothing"


@pytest.fixture
def client(settings: ProcessorSettings) -> Iterator[Elasticsearch]:
    with session(settings.search) as opened:
        fill(opened, settings.search.prefix)
        yield opened


def fill(client: Elasticsearch, prefix: str) -> None:
    ring = KeyRing.parse(new_key())
    for one, band in BANDS.items():
        keep_ad(client, prefix, one, band, NOON, ring)
    worked_on = alert(alert_id="al-1", ads=(IN_ALERT,), at=NOON)
    assert write(client, ALERTS.write(prefix), [create("al-1", to_alert_document(worked_on))]) == [DONE]
    report = crawl_report(run="r-1", started_at=NOON, finished_at=NOON)
    assert write(client, CRAWLS.write(prefix), [create("r-1", to_crawl_document(report))]) == [DONE]


def keep_ad(client: Elasticsearch, prefix: str, one: str, band: Band, at: datetime, ring: KeyRing) -> None:
    masked = MaskedText(title="Rooms", body=TEXT, url="https://x.example/1", fields={"place": "Lyon"})
    history = scored_ad().history.__class__(first_seen=NOON, last_seen=at)
    ad = scored_ad(ad_id=one, observed_at=at, history=history, masked=masked, score=Score(band=band))
    read = enriched_ad(ad_id=one, observed_at=at)
    assert write(client, ADS.write(prefix), [index_newer(one, ad.version, to_document(ad))]) == [DONE]
    sealed = seal(read, original_of(read), ring)
    assert write(client, VAULT.write(prefix), [index_newer(one, sealed.version, sealed)]) == [DONE]


def documents(client: Elasticsearch, prefix: str, index: Index) -> dict[str, Any]:
    client.indices.refresh(index=index.read(prefix))
    found = client.search(index=index.read(prefix), size=100)["hits"]["hits"]
    return {hit["_id"]: hit["_source"] for hit in found}


def left_of(client: Elasticsearch, prefix: str, one: str) -> str:
    document, sealed = documents(client, prefix, ADS).get(one), one in documents(client, prefix, VAULT)
    if document is None:
        return NOTHING
    has_text = "rooms" in str(document)
    return TEXT_AND_ORIGINAL if has_text and sealed else TEXT_ONLY if has_text else FACTS


def run(client: Elasticsearch, settings: ProcessorSettings, days: float) -> Purge:
    gone: list[str] = []
    report = purge(client, settings, profile.load(settings), NOON + timedelta(days=days), gone.extend)
    assert report.left == {}, "what should be gone is there"
    assert len(gone) == report.forgotten
    return report


def test_two_years(client: Elasticsearch, settings: ProcessorSettings) -> None:
    prefix = settings.search.prefix
    again = False
    # day             low      high                in an alert that nobody closed   seen again on day 100
    for day, *wanted in (
        (29,   TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL),
        (31,   FACTS,             TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL, FACTS),
        (120,  FACTS,             TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL),
        (179,  FACTS,             TEXT_AND_ORIGINAL, TEXT_AND_ORIGINAL, FACTS),
        (181,  NOTHING,           TEXT_ONLY,         TEXT_AND_ORIGINAL, FACTS),
        (366,  NOTHING,           FACTS,             TEXT_AND_ORIGINAL, NOTHING),
        (729,  NOTHING,           FACTS,             TEXT_AND_ORIGINAL, NOTHING),
        (731,  NOTHING,           NOTHING,           NOTHING,           NOTHING),
    ):  # fmt: skip
        if day > 100 and not again:
            keep_ad(client, prefix, SEEN_LATER, Band.UNSCORED, NOON + timedelta(days=100), KeyRing.parse(new_key()))
            again = True
        run(client, settings, day)
        assert [left_of(client, prefix, one) for one in BANDS] == wanted, f"day {day}"
        assert ("al-1" in documents(client, prefix, ALERTS)) == (day <= 730)
        assert bool(documents(client, prefix, CRAWLS)) == (day <= 400)


@pytest.mark.parametrize("place", [ADS, CRAWLS], ids=lambda index: index.kind)
def test_what_a_purge_takes_is_forgotten_by_the_link_stage_wherever_the_purge_is_killed(
    client: Elasticsearch, settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, place: Index
) -> None:
    class KilledError(BaseException):
        """Nothing of ours runs any more."""

    def killed_after(opened: Elasticsearch, index: Index, *rest: Any) -> Any:
        done = rewrite(opened, index, *rest)
        if index is place:
            raise KilledError
        return done

    gone: list[str] = []
    monkeypatch.setattr(purging, "rewrite", killed_after)
    with pytest.raises(KilledError):
        purge(client, settings, profile.load(settings), NOON + timedelta(days=31), gone.extend)
    assert left_of(client, settings.search.prefix, LOW) == FACTS
    assert sorted(gone) == sorted([LOW, SEEN_LATER])


def test_what_is_to_be_forgotten_is_ordered_before_anything_is_taken(
    client: Elasticsearch, settings: ProcessorSettings
) -> None:
    def order(ads: Any) -> None:
        assert [left_of(client, settings.search.prefix, one) for one in ads] == [TEXT_ONLY] * len(ads)

    assert purge(client, settings, profile.load(settings), NOON + timedelta(days=31), order).forgotten == 2


def test_a_closed_alert_holds_its_ads_for_its_own_period(client: Elasticsearch, settings: ProcessorSettings) -> None:
    prefix = settings.search.prefix
    closed = {"state": AlertState.CLOSED.value, "state_changed_at": (NOON + timedelta(days=50)).isoformat()}
    client.update(index=ALERTS.read(prefix), id="al-1", doc=closed, refresh=True)
    run(client, settings, 410)
    assert left_of(client, prefix, IN_ALERT) == TEXT_AND_ORIGINAL
    run(client, settings, 416)
    assert left_of(client, prefix, IN_ALERT) == NOTHING


def test_what_a_purge_empties_takes_a_newer_observation_and_nothing_that_was_said_before(
    client: Elasticsearch, settings: ProcessorSettings
) -> None:
    run(client, settings, 31)
    replayed = scored_ad(ad_id=LOW, observed_at=NOON, masked=MaskedText(body=TEXT))
    told_again, much_later = replace(replayed, revision=1), replace(replayed, revision=5_000)
    seen_again = replace(replayed, observed_at=NOON + timedelta(days=31))
    bodies = []
    for ad in (replayed, told_again, much_later, seen_again):
        action = index_newer(LOW, ad.version, to_document(ad))
        assert write(client, ADS.write(settings.search.prefix), [action]) == [DONE]
        bodies.append(documents(client, settings.search.prefix, ADS)[LOW]["body"])
    assert bodies == ["", "", "", TEXT]
