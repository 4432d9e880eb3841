"""Documents on the real Elasticsearch: found by what analysts look for, whatever is in them."""

from typing import Any

import msgspec
import pytest
from elasticsearch import Elasticsearch

from adwatch.reader import Reader
from processors import index as sinks
from processors.index.document import AdDocument
from processors.index.names import ADS
from processors.settings import ProcessorSettings
from processors.stage import Emit
from schemas.ad import MaskedText, ScoredAd
from schemas.finding import Finding, State
from schemas.mention import Mention, MentionKind, Place, Price
from schemas.score import Band, Contribution, Dimension, Score
from schemas.topics import INDEXED
from tests import factories
from tests.filler import filled
from tests.integration.index.given import NEXT_YEAR, found, number
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines

HOSTILE = "a\0b \u202eright to left\u202c <script>alert(1)</script> {{7*7}} =HYPERLINK(1) \u200b\u0301" + "x" * 100_000


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
    wait_for(lambda: client.count(index=ADS.read(settings.search.prefix))["count"], "a search that finds it", 20)


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


def test_hostile_text_is_stored_as_it_is_and_found(settings: ProcessorSettings, client: Elasticsearch) -> None:
    masked = MaskedText(title=HOSTILE, body=HOSTILE, fields={"company": HOSTILE, "": "x"}, url=HOSTILE)
    ad = factories.scored_ad(masked=masked, cluster="c" * 5000)
    assert sinks.build(settings)([ad]) == [Emit(((INDEXED, ad),))]
    with Reader(settings.search) as opened:
        document = opened.ad(ad.ad_id)
    assert document is not None
    assert (document.title, document.url) == (HOSTILE, HOSTILE)
    assert found(client, settings, {"match": {"body": "hyperlink"}}) == {ad.ad_id}
