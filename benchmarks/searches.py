"""A thousand standing searches on the real search engine: what they cost an ad, in one request and one by one."""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from statistics import median
from typing import Any

from elasticsearch import Elasticsearch
from msgspec.structs import replace

import simulator
from adwatch import settings
from benchmarks import plain_http as plain
from benchmarks.line import line
from benchmarks.rules import invented
from processors.index import build
from processors.index.client import session
from processors.index.convert import to_document
from processors.index.names import ADS
from processors.index.percolator import Percolator
from processors.index.setup import drop, init
from processors.index.standing import about_ids, found_in
from processors.searches import SavedSearch, check
from processors.settings import ProcessorSettings
from schemas.ad import MaskedText, ScoredAd
from schemas.codec import encode

TARGET = 2.0  # milliseconds an ad
BATCH = 500  # ads that become searchable together

Way = Callable[[Elasticsearch, str, Sequence[str], dict[str, Any]], dict[str, list[str]]]


def run(searches: int, ads: int, rounds: int, seed: int, percolator: str) -> int:
    """Measure and print the JSON line. Exit code 1 when two ways find different ads.

    With `percolator`, the address of a server that has one, both ways are measured there too.
    """
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
    there, same = on_another(percolator, everything, ads, queries) if percolator else ({}, True)
    equal = equal and same
    details = {
        "searches": len(queries), "ads_before": ads, "batches": rounds, "batch": BATCH, "found": found, "equal": equal,
        "ms_an_ad": {name: round(median(each), 3) for name, each in costs.items()},
        "ms_an_ad_with_percolator": {name: round(median(each), 3) for name, each in there.items()},
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
        ways: dict[str, Way] = {"one_request": one_request, "one_by_one": one_by_one}
        for name, way in ways.items():
            began = time.perf_counter()
            client.indices.refresh(index=index)
            answers.append({search: set(each) for search, each in way(client, index, ids, queries).items()})
            costs[name].append((time.perf_counter() - began) * 1000 / len(batch))
        equal = equal and answers[0] == answers[1]
        found += sum(map(len, answers[0].values()))
    return costs, equal, found


def on_another(
    url: str, everything: Sequence[ScoredAd], before: int, queries: dict[str, Any]
) -> tuple[dict[str, list[float]], bool]:
    """The batches on a server with a percolator, both ways: milliseconds an ad, and whether they found the same."""
    ask, ads_index = plain.asking(url), f"bench-{uuid.uuid4().hex[:8]}"
    costs: dict[str, list[float]] = {"percolator": [], "one_request": []}
    equal, perc = True, Percolator(ask, ads_index, f"{ads_index}-searches")
    plain.make(ask, ads_index)
    try:
        perc.create(plain.GoneError)
        now = datetime.now(UTC)
        perc.keep(
            SavedSearch(id=name, title=name, query=query, since=now, by="bench") for name, query in queries.items()
        )
        plain.write(ask, ads_index, everything[:before])
        for start in range(before, len(everything), BATCH):
            batch = everything[start : start + BATCH]
            plain.write(ask, ads_index, batch)
            began = time.perf_counter()
            one = perc.matches({ad.ad_id: encode(to_document(ad)) for ad in batch})
            between = time.perf_counter()
            ask("POST", f"/{ads_index}/_refresh", None)
            other = found_in(ask("POST", f"/{ads_index}/_search", about_ids([ad.ad_id for ad in batch], queries)))
            costs["percolator"].append((between - began) * 1000 / len(batch))
            costs["one_request"].append((time.perf_counter() - between) * 1000 / len(batch))
            equal = equal and {k: set(v) for k, v in one.items()} == {k: set(v) for k, v in other.items()}
    finally:
        for index in (ads_index, f"{ads_index}-searches"):
            ask("DELETE", f"/{index}?ignore_unavailable=true", None)
    return costs, equal and not perc.refused


def one_request(client: Elasticsearch, index: str, ids: Sequence[str], queries: dict[str, Any]) -> dict[str, list[str]]:
    """The system's way."""
    return found_in(client.search(index=index, **about_ids(ids, queries)))


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
        words = [word[:40] for word in ad.masked.body.split()] or ["work"]
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
