"""The analysts' questions on the real search engine: how long each takes over many documents."""

import random
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import median, quantiles

from elasticsearch import Elasticsearch

from adwatch import settings
from benchmarks.line import line
from benchmarks.search_corpus import CITIES, COUNTRIES, DAYS, INDICATORS, UNITS, Corpus
from processors.index.bulk import Action, write
from processors.index.client import session
from processors.index.names import ACTORS, ADS, CLUSTERS
from processors.index.refusals import DONE
from processors.index.setup import drop, init
from processors.searches import questions, synonyms
from processors.searches.questions import Question

TARGET = 100.0  # milliseconds
AT_ONCE = 2_000
WARM = 10
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORDS = ("work", "passport deposit", "room", "seas* work", "driver kitchen", "salary ticket", '"call now"', "farm")


def run(documents: int, rounds: int, seed: int) -> int:
    """Measure and print the JSON line."""
    loaded = settings.load()
    search = loaded.search.model_copy(update={"prefix": f"bench-{uuid.uuid4().hex[:8]}"})
    corpus = Corpus(documents, NOW, seed)
    init(search)
    try:
        with session(search) as client:
            began = time.perf_counter()
            fill(client, ADS.write(search.prefix), corpus.ads())
            seconds = time.perf_counter() - began
            fill(client, CLUSTERS.write(search.prefix), corpus.summaries("cluster", "actors", corpus.clusters))
            fill(client, ACTORS.write(search.prefix), corpus.summaries("actor", "clusters", corpus.actors))
            client.indices.refresh(index=f"{search.prefix}-*")
            size = client.indices.stats(index=ADS.read(search.prefix), metric="store")["_all"]["primaries"]
            known = synonyms.load(loaded.catalogue / "lexicons")
            measured = {
                name: timed(client, search.prefix, ask, rounds, random.Random(seed))
                for name, ask in asked(corpus, known, ADS.read(search.prefix)).items()
            }
    finally:
        drop(search)
    worst = max(each["p95"] for each in measured.values())
    details = {
        "documents": documents,
        "rounds": rounds,
        "questions_ms": measured,
        "documents_a_second": round(documents / seconds),
        "gigabytes": round(size["store"]["size_in_bytes"] / 1e9, 2),
        "server": search.kind,
    }
    print(line("search", worst, "ms", TARGET, details, ("elasticsearch",)))
    return 0


def fill(client: Elasticsearch, alias: str, actions: Iterable[Action]) -> None:
    """Write them all. Raises RuntimeError when one is refused."""
    waiting = iter(actions)
    while part := list(islice(waiting, AT_ONCE)):
        if any(outcome is not DONE for outcome in write(client, alias, part)):
            raise RuntimeError("the search engine refuses a document")


def timed(
    client: Elasticsearch, prefix: str, ask: Callable[[random.Random], Question], rounds: int, chance: random.Random
) -> dict[str, float]:
    """Milliseconds of a question, asked about something else each time, as a client sees them; those of the server's
    processors, which do not depend on what else the machine does; and how often it found something."""
    times, found, before = [], 0, 0
    for number in range(WARM + rounds):
        question = ask(chance)
        if number == WARM:
            before = processor_ms(client)
        began = time.perf_counter()
        answer = client.search(index=f"{prefix}-{question.kind}", body=question.body, request_cache=False)
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
            buckets = any(each.get("buckets") for each in answer.get("aggregations", {}).values())
            found += bool(answer["hits"]["hits"] or buckets)
    return {
        "p50": round(median(times), 1), "p95": round(quantiles(times, n=20)[-1], 1), "found": round(found / rounds, 2),
        "server_cpu": round((processor_ms(client) - before) / rounds, 1),
    }  # fmt: skip


def processor_ms(client: Elasticsearch) -> int:
    """Processor time that the server has used so far."""
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return sum(int(node["process"]["cpu"]["total_in_millis"]) for node in nodes)


def asked(corpus: Corpus, known: synonyms.Synonyms, alias: str) -> dict[str, Callable[[random.Random], Question]]:
    """Each question by its name, about something that is there."""
    year_ago, quarter_ago = NOW - timedelta(days=DAYS), NOW - timedelta(days=90)

    def actor(chance: random.Random) -> int:
        return int(corpus.actors * chance.random() ** 2)

    def cluster(chance: random.Random) -> str:
        return f"c-{int(corpus.clusters * chance.random() ** 1.5)}"

    def price(chance: random.Random) -> Question:
        return questions.price(chance.choice(UNITS), quarter_ago, chance.choice(COUNTRIES), "", chance.uniform(5, 200))

    return {
        "contact": lambda chance: questions.contact(f"phone-{actor(chance)}"),
        "actor": lambda chance: questions.actor(f"a-{actor(chance)}", year_ago, NOW),
        "template": lambda chance: questions.template(cluster(chance), f"city {chance.randrange(CITIES)}"),
        "indicator": lambda chance: questions.indicator(chance.choice(INDICATORS), year_ago, NOW),
        "near": lambda chance: questions.near(chance.uniform(37, 56), chance.uniform(-6, 24), 100, quarter_ago),
        "moving": lambda chance: questions.moving(chance.randint(7, 21), NOW),
        "new_templates": lambda chance: questions.new_templates(chance.randint(3, 14), NOW),
        "price": price,
        "bridges": lambda chance: questions.bridges(
            "job_board", "adult_services", NOW - timedelta(days=chance.randint(7, 90))
        ),
        "text": lambda chance: questions.text(chance.choice(WORDS), known),
        "like": lambda chance: questions.like(f"ad-{chance.randrange(corpus.documents)}", alias),
    }
