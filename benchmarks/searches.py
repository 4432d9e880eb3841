"""A thousand standing searches on the real search engine: what they cost an ad, in one request and one by one."""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from statistics import median
from typing import Any

from elasticsearch import Elasticsearch
from msgspec.structs import replace

import simulator
from adwatch import settings
from benchmarks.line import line
from benchmarks.rules import invented
from processors.index import build
from processors.index.client import session
from processors.index.names import ADS
from processors.index.setup import drop, init
from processors.index.standing import matches
from processors.searches import check
from processors.settings import ProcessorSettings
from schemas.ad import MaskedText, ScoredAd

TARGET = 2.0  # milliseconds an ad
BATCH = 500  # ads that become searchable together

Way = Callable[[Elasticsearch, str, Sequence[str], dict[str, Any]], dict[str, list[str]]]


def run(searches: int, ads: int, rounds: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when the two ways find different ads."""
    loaded = settings.load()
    office = loaded.model_copy(
        update={"search": loaded.search.model_copy(update={"prefix": f"bench-{uuid.uuid4().hex[:8]}"})}
    )
    everything = list(worded(ads + rounds * BATCH, seed))
    queries = dict(islice(asked(everything, seed), searches))
    init(office.search)
    try:
        build(office)(everything[:ads])
        with session(office.search) as client:
            costs, equal, found = measured(client, office, everything[ads:], queries)
    finally:
        drop(office.search)
    details = {
        "searches": len(queries), "ads_before": ads, "batches": rounds, "batch": BATCH, "found": found, "equal": equal,
        "ms_an_ad": {name: round(median(each), 3) for name, each in costs.items()},
        "worst_ms_an_ad": {name: round(max(each), 3) for name, each in costs.items()},
    }  # fmt: skip
    value = round(median(costs["one_request"]), 3)
    print(line("searches", value, "ms/ad", TARGET, details, ("elasticsearch",)))
    return 0 if equal else 1


def measured(
    client: Elasticsearch, office: ProcessorSettings, later: Sequence[ScoredAd], queries: dict[str, Any]
) -> tuple[dict[str, list[float]], bool, int]:
    """Milliseconds an ad of each way in each round, whether they found the same, and how much."""
    write, index = build(office), ADS.read(office.search.prefix)
    costs: dict[str, list[float]] = {"one_request": [], "one_by_one": []}
    equal, found = True, 0
    for start in range(0, len(later), BATCH):
        batch = later[start : start + BATCH]
        write(batch)
        ids = [ad.ad_id for ad in batch]
        answers = []
        ways: dict[str, Way] = {"one_request": matches, "one_by_one": one_by_one}
        for name, way in ways.items():
            began = time.perf_counter()
            client.indices.refresh(index=index)
            answers.append({search: set(each) for search, each in way(client, index, ids, queries).items()})
            costs[name].append((time.perf_counter() - began) * 1000 / len(batch))
        equal = equal and answers[0] == answers[1]
        found += sum(map(len, answers[0].values()))
    return costs, equal, found


def one_by_one(client: Elasticsearch, index: str, ids: Sequence[str], queries: dict[str, Any]) -> dict[str, list[str]]:
    """The other way: each search is a search of its own, with the batch as its filter."""
    found: dict[str, list[str]] = {}
    names = iter(queries)
    while part := list(islice(names, 100)):
        lines: list[dict[str, Any]] = []
        for name in part:
            only = {"bool": {"filter": [queries[name], {"terms": {"ad_id": list(ids)}}]}}
            lines += [{"index": index}, {"query": only, "size": len(ids), "_source": False}]
        for name, answer in zip(part, client.msearch(searches=lines)["responses"], strict=True):
            if hits := [hit["_id"] for hit in answer["hits"]["hits"]]:
                found[name] = hits
    return found


def worded(count: int, seed: int) -> Iterator[ScoredAd]:
    """Ads with the text of invented ones."""
    texts = [f"{one.title}\n{one.body}" for one in simulator.world(2_000, seed).ads]
    for number, ad in enumerate(invented(count, 5_000, seed)):
        title, _, body = texts[number % len(texts)].partition("\n")
        yield replace(ad, masked=MaskedText(title=title, body=body))


def asked(ads: Sequence[ScoredAd], seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Searches of the kinds analysts save, each about something that is there."""
    rng, number = random.Random(seed), 0
    while True:
        ad = rng.choice(ads)
        words = ad.masked.body.split() or ["work"]
        start = rng.randrange(len(words))
        kinds: tuple[dict[str, Any], ...] = (
            {"match_phrase": {"body": " ".join(words[start : start + 2])}},
            {"match": {"body": {"query": " ".join(words[start : start + 4]), "operator": "and"}}},
            {"bool": {"filter": [{"term": {"source": ad.source}}, {"term": {"band": "high"}}]}},
            {"term": {"actor": ad.actor or "a-1"}},
            {"bool": {"must": [{"match": {"title": words[start]}}, {"range": {"score": {"gte": 5}}}]}},
            {"prefix": {"actor": (ad.actor or "a-1")[:6]}},
        )
        query = kinds[number % len(kinds)]
        check(query)
        yield f"s{number:04}", query
        number += 1
