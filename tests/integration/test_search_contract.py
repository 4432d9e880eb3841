"""What holds on both search engines: documents, questions, standing searches, migrations under load."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch
from typer.testing import CliRunner

from adwatch.commands.search import lines
from adwatch.console.search import search as search_commands
from adwatch.reader import Reader
from infra.engines.ports import pick
from processors import index as sinks
from processors.index import setup
from processors.index.capabilities import supported
from processors.index.client import SearchError, connect, session
from processors.index.convert import to_document
from processors.index.names import ACTORS, ADS, CLUSTERS, CRAWLS, SIGHTINGS
from processors.index.servers import WrongServerError
from processors.index.summaries import summarise_all
from processors.searches import questions, synonyms
from processors.searches.questions import Question
from processors.settings import ProcessorSettings, SearchSettings
from processors.stage import Emit, Retry
from processors.state import MemoryTransaction
from tests import factories
from tests.integration import analyst_corpus as corpus

pytestmark = pytest.mark.engines

NOW = corpus.NOW
SYNONYMS = synonyms.load(Path("catalogue/lexicons"))


@pytest.fixture(scope="module")
def search(empty: SearchSettings) -> Iterator[SearchSettings]:
    """With indices that hold the corpus."""
    setup.init(empty)
    office = ProcessorSettings(search=empty)
    assert {type(each) for each in sinks.build(office)(corpus.ADS)} == {Emit}
    overview, tx = sinks.build_overview(office), MemoryTransaction()
    assert {type(each) for each in overview(corpus.ADS, tx)} == {Emit}
    assert [overview([], tx) for _ in range(2)] == [[], []]  # nothing more comes: now the summaries are made
    with session(empty) as client:
        client.indices.refresh(index=f"{empty.prefix}-*")
    yield empty
    setup.drop(empty)


@pytest.fixture
def client(search: SearchSettings) -> Iterator[Elasticsearch]:
    with connect(search) as connected:
        yield connected


YEAR = NOW - timedelta(days=365)
FOUND: dict[str, tuple[Callable[[], Question], list[str] | set[str]]] = {
    "contact": (lambda: questions.contact("phone-mover"), ["m3", "m2", "m1"]),
    "actor": (lambda: questions.actor("mover", NOW - timedelta(days=7), NOW), ["m3", "m2"]),
    "template elsewhere": (lambda: questions.template("farm", "Lyon"), ["t2"]),
    "near": (lambda: questions.near(45.75, 4.85, 20, NOW - timedelta(days=30)), ["t1", "p1", "m1", "o2"]),
    "new templates": (lambda: questions.new_templates(7, NOW), ["farm"]),
    "bridges": (lambda: questions.bridges("job_board", "adult_services", YEAR), ["bridge"]),
    "cheapest": (lambda: questions.price("EUR/hour", YEAR, "FR"), ["p1", "t1", "t2", "o1", "o2"]),
    "words": (lambda: questions.text("massage", SYNONYMS), ["b2"]),
    "form of a word": (lambda: questions.text("cleaners", SYNONYMS), ["p1"]),
    "all words": (lambda: questions.text("waiter evening", SYNONYMS), {"o1", "o2"}),
    "side by side": (lambda: questions.text('"pickers wanted"', SYNONYMS), {"t1", "t2"}),
    "not side by side": (lambda: questions.text('"wanted pickers"', SYNONYMS), []),
    "parted": (lambda: questions.text("night-shift", SYNONYMS), ["p1"]),
    "in other languages": (lambda: questions.text("housing", SYNONYMS), {"t1", "t2", "w1", "w2"}),
    "begins with": (lambda: questions.text("hoste*", SYNONYMS), ["b1"]),
    "pattern": (lambda: questions.text("alo*nto", SYNONYMS), ["w2"]),
    "without accents": (lambda: questions.text("ete mer", SYNONYMS), ["w1"]),
    "within days": (lambda: questions.text("waiter", SYNONYMS, NOW - timedelta(days=7)), ["o2"]),
}


def names(answer: Any) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def asked(client: Elasticsearch, search: SearchSettings, question: Question) -> Any:
    return client.search(index=f"{search.prefix}-{question.kind}", body=question.body).body


@pytest.mark.parametrize("case", FOUND)
def test_a_question_finds_what_is_known(case: str, client: Elasticsearch, search: SearchSettings) -> None:
    make, expected = FOUND[case]
    found = names(asked(client, search, make()))
    assert (set(found) if isinstance(expected, set) else found) == expected


def counted(buckets: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {bucket.get("key_as_string", bucket["key"])[:10]: bucket["doc_count"] for bucket in buckets}


def test_an_actor_over_time(client: Elasticsearch, search: SearchSettings) -> None:
    found = asked(client, search, questions.actor("mover", NOW - timedelta(days=30), NOW))["aggregations"]
    assert counted(found["weeks"]["buckets"]) == {"2026-05-18": 1, "2026-05-25": 2}
    assert counted(found["places"]["buckets"]) == {"Lyon": 1, "Madrid": 1, "Torino": 1}


def test_an_indicator_by_country_and_week(client: Elasticsearch, search: SearchSettings) -> None:
    found = asked(client, search, questions.indicator("LB-08", YEAR, NOW))["aggregations"]["countries"]["buckets"]
    assert {each["key"]: counted(each["weeks"]["buckets"]) for each in found} == {
        "FR": {"2026-04-20": 1, "2026-05-25": 2}
    }


def test_actors_in_several_countries(client: Elasticsearch, search: SearchSettings) -> None:
    (found,) = asked(client, search, questions.moving(6, NOW))["hits"]["hits"]
    assert (found["_id"], set(found["_source"]["countries"])) == ("mover", {"FR", "ES", "IT"})
    assert names(asked(client, search, questions.moving(4, NOW))) == []  # within them, in one country


def test_a_price_against_the_local_norm(client: Elasticsearch, search: SearchSettings) -> None:
    found = asked(client, search, questions.price("EUR/hour", YEAR, "FR", amount=3.0))["aggregations"]
    assert found["norm"]["values"]["50.0"] == 12
    assert found["rank"]["values"]["3.0"] <= 20  # of the five, one


def test_more_like_this(client: Elasticsearch, search: SearchSettings) -> None:
    assert names(asked(client, search, questions.like("t1", ADS.read(search.prefix)))) == ["t2"]


HOSTILE = (
    '*:*', '") OR (band:high', "band:high", '{"match_all": {}}', "_exists_:actor", "[* TO *]", "/.*/", "title:x^1000",
    "\\", "\0", "a AND NOT b", "<script>alert(1)</script>", "${jndi:ldap://x.example}", "☃ " * 60,
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_type_is_never_a_query_language(words: str, client: Elasticsearch, search: SearchSettings) -> None:
    asks: tuple[Callable[[], Question], ...] = (
        lambda: questions.contact(words), lambda: questions.price(words, YEAR),
        lambda: questions.template(words), lambda: questions.text(words, SYNONYMS),
    )  # fmt: skip
    for ask in asks:
        try:
            question = ask()
        except questions.QuestionError:
            continue
        assert names(asked(client, search, question)) == []


def test_the_summaries_follow_the_ads(client: Elasticsearch, search: SearchSettings) -> None:
    actor = client.get(index=ACTORS.read(search.prefix), id="mover")["_source"]
    assert (actor["ads"], set(actor["countries"]), actor["clusters"]) == (3, {"FR", "ES", "IT"}, 1)
    assert (actor["first_seen"][:10], actor["last_seen"][:10]) == ("2026-05-23", "2026-05-31")
    client.index(index=ACTORS.write(search.prefix), id="nobody", document={**actor, "actor": "nobody"}, refresh=True)
    assert summarise_all(client, search.prefix)["actors"] == len({ad.actor for ad in corpus.ADS} | {"nobody"})
    client.indices.refresh(index=ACTORS.read(search.prefix))
    assert not client.exists(index=ACTORS.read(search.prefix), id="nobody")
    assert client.count(index=ACTORS.read(search.prefix))["count"] == several(ad.actor for ad in corpus.ADS)
    assert client.count(index=CLUSTERS.read(search.prefix))["count"] == several(ad.cluster for ad in corpus.ADS)


def several(groups: Iterable[str | None]) -> int:
    """How many groups have several ads: those of one have no summary."""
    return sum(ads > 1 for ads in Counter(groups).values())


def test_the_reader_gives_every_ad(search: SearchSettings) -> None:
    with Reader(search) as reader:
        assert {each.ad_id for each in reader.ads()} == {ad.ad_id for ad in corpus.ADS}
        assert reader.ad("t1") == to_document(next(ad for ad in corpus.ADS if ad.ad_id == "t1"))
        assert reader.ad("none") is None


IN_COLUMNS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "a whole number": ({"term": {"words": 10}}, {ad.ad_id for ad in corpus.ADS}),
    "another one": ({"term": {"words": 11}}, set()),
    "a range": ({"range": {"prices.amount": {"lt": 11.5}}}, {"t1", "p1"}),
    "yes or no": ({"term": {"language_supported": False}}, set()),
    "an id": ({"terms": {"ad_id": ["m1", "w2", "none"]}}, {"m1", "w2"}),
    "a pattern of ids": ({"wildcard": {"key": "b*"}}, {"b1", "b2"}),
    "a beginning": ({"prefix": {"ad_id": "o"}}, {"o1", "o2"}),
    "a moment": ({"range": {"first_seen": {"lt": (corpus.NOW - timedelta(days=15)).isoformat()}}}, {"o1", "b1"}),
    "a word": ({"terms": {"prices.currency": ["EUR", "GBP"]}}, {"t1", "t2", "o1", "o2", "p1"}),
    "anything": ({"exists": {"field": "prices.per"}}, {"t1", "t2", "o1", "o2", "p1"}),
    "none": ({"bool": {"must_not": {"term": {"contacts.kind": "phone"}}}}, set()),
}


@pytest.mark.parametrize("case", IN_COLUMNS)
def test_what_has_no_index_of_its_own_is_found(case: str, client: Elasticsearch, search: SearchSettings) -> None:
    query, expected = IN_COLUMNS[case]
    hits = client.search(index=ADS.read(search.prefix), query=query, size=50)["hits"]["hits"]
    assert {hit["_id"] for hit in hits} == expected


def test_a_field_that_is_not_in_the_mapping_is_refused(client: Elasticsearch, search: SearchSettings) -> None:
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=ADS.write(search.prefix), id="x", document={"new_field": 1})


def test_nothing_changes_when_all_is_there(search: SearchSettings) -> None:
    assert setup.init(search) == []
    found = setup.status(search)
    assert all(found["indices"].values())
    assert found["kind"] == search.kind


def test_sightings_and_crawls_are_told_once(client: Elasticsearch, search: SearchSettings) -> None:
    office = ProcessorSettings(search=search)
    for _ in range(2):
        assert sinks.build_overview(office)([factories.sighting()], MemoryTransaction()) == [Emit()]
        assert sinks.build_crawl_file(office)([factories.crawl_report()]) == [Emit()]
    for index in (SIGHTINGS, CRAWLS):
        client.indices.refresh(index=index.read(search.prefix))
        hits = client.search(index=index.read(search.prefix))["hits"]["hits"]
        assert [hit["_source"]["@timestamp"][:10] for hit in hits] == ["2026-03-01"]
        assert hits[0]["_index"].startswith(".ds-") == (search.kind == "opensearch")


def test_a_server_of_the_wrong_kind_is_refused_before_anything_is_written(search: SearchSettings) -> None:
    other = "opensearch" if search.kind == "elasticsearch" else "elasticsearch"
    wrong = search.model_copy(update={"kind": other, "prefix": f"{search.prefix}-wrong"})
    with pytest.raises(SearchError, match=f"answers where .* is expected; set search.kind to {search.kind}"):
        setup.init(wrong)
    with pytest.raises(WrongServerError):
        sinks.build(ProcessorSettings(search=wrong))(corpus.ADS[:1])
    with connect(search) as client:
        assert not client.indices.get(index=f"{wrong.prefix}*", allow_no_indices=True).body
        assert not client.indices.exists_index_template(name=ADS.read(wrong.prefix))


def test_nobody_there_is_a_reason_to_try_again(empty: SearchSettings) -> None:
    away = empty.model_copy(update={"url": f"http://127.0.0.1:{pick()}"})
    assert sinks.build(ProcessorSettings(search=away))(corpus.ADS[:2]) == [Retry("search: ConnectionError")] * 2
    with pytest.raises(SearchError, match=r"(Elastic|Open)[Ss]earch does not answer"):
        setup.init(away)


def test_what_the_server_can_do_is_used(client: Elasticsearch, search: SearchSettings) -> None:
    """OpenSearch has the analyzers of all our languages that have one; the bare Elasticsearch has none."""
    mapping = client.indices.get_mapping(index=ADS.read(search.prefix))[ADS.name(search.prefix)]["mappings"]
    by_language = set(mapping["properties"]["body"].get("fields", ()))
    assert by_language == (supported() if search.kind == "opensearch" else set())
    query = {"match": {"body.fr": "logements"}}
    found = names(client.search(index=ADS.read(search.prefix), query=query, source=False))
    assert found == (["w1"] if search.kind == "opensearch" else [])


@pytest.fixture
def typed(
    search: SearchSettings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """What `adwatch search ... --json` prints, or the message of its error."""
    for name in ("kind", "url", "prefix"):
        monkeypatch.setenv(f"ADWATCH_SEARCH__{name.upper()}", getattr(search, name))

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(search_commands, [*arguments, "--json"])
        return json.loads(done.output) if done.exit_code == 0 else str(done.exception)

    return run


def test_the_commands_ask_and_answer(typed: Callable[..., Any]) -> None:
    assert [hit["ad"]["ad_id"] for hit in typed("contact", "phone-mover")["hits"]] == ["m3", "m2", "m1"]
    assert [hit["ad"]["ad_id"] for hit in typed("like", "t1")["hits"]] == ["t2"]
    (found,) = typed("text", "logements mer")["hits"]
    assert found["passages"] == [
        "Serveuse\nUn «logement» est compris, les frais du voyage sont à votre charge. Été à la «mer»."
    ]
    assert "body" not in found["ad"]
    assert typed("text", "ab*") == "at least 3 letters must come before * or ?"
    assert typed("near", "95", "0") == "expected a latitude, a longitude and a distance of at most 500 km"


def test_an_answer_is_read_by_people_and_spoils_no_terminal(client: Elasticsearch, search: SearchSettings) -> None:
    hit = {
        "ad": {"observed_at": "2026-05-01T10:00:00Z", "ad_id": "x", "source": "s", "band": "low", "title": "\x1b[2J<b>"}
    }
    answer = {"total": 1, "complete": False, "hits": [hit], "aggregations": {}}
    assert list(lines(answer)) == [
        "the server ran out of time: this is a part of the answer", "1 found", "2026-05-01T10:00 x s low: [2J<b>"
    ]  # fmt: skip
    found = asked(client, search, questions.actor("mover", NOW - timedelta(days=30), NOW))
    shown = list(lines({"total": 0, "complete": True, "hits": [], "aggregations": found["aggregations"]}))
    assert "families job_board: 3 ads" in shown
    assert "  countries FR: 1 ads" in shown
