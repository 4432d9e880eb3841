"""Clusters and actors as documents: each is what a search over its ads says, so it can be made anew at any time.

Asked about the groups that ads belong to, after the ads became searchable. Nothing is counted up, so
repeats, merges and erasures leave no wrong numbers behind.

What one ad says stands in the ad: such a group has no document, unless the ad is about several countries, which makes
its actor one that moves. Nine in ten groups are of one ad, and their documents were a fourth of all that was written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from processors.index.bulk import Action, create, delete, index_newer, write
from processors.index.client import SearchError
from processors.index.group_document import ActorDocument, ClusterDocument
from processors.index.names import ACTORS, ADS, CLUSTERS, Index
from processors.index.refusals import CONFLICT, DONE, in_halves, nothing, refused, sound
from processors.stage import Outcome, Retry
from schemas.base import epoch_ms

AT_ONCE = 250  # groups a search
MOST = 50  # members of a list
TIMES = 3  # that a summary is made where others write it as well
NONE = -1  # version of a summary that is not there
GROUPS: dict[Index, tuple[type, str, str]] = {
    CLUSTERS: (ClusterDocument, "cluster", "actor"),  # the field that names the group, and what is counted in it
    ACTORS: (ActorDocument, "actor", "cluster"),
}
_LISTS = {
    "families": "source_family",
    "sources": "source",
    "countries": "located.country",
    "places": "located.name",
    "indicators": "indicators",
    "languages": "language",
}

# Values are counted as they are met: by default the server first numbers those of the whole index, after each refresh.
_AS_MET = {"execution_hint": "map"}


def summarise(client: Elasticsearch, prefix: str, groups: Mapping[Index, Iterable[str]]) -> Outcome | None:
    """Write the summaries of these groups by id, and delete those of groups that have none; None when all is well.

    Otherwise the outcome of what failed: the first refusal, when the rest is written all the same, or a Retry. Raises
    StageStoppedError when an index is missing or closed to us.
    """
    refusal: Outcome | None = None
    if (away := sound(lambda: client.indices.refresh(index=ADS.read(prefix)))) is not None:
        return away
    for index, ids in groups.items():
        waiting = iter(sorted(set(ids)))
        while part := list(islice(waiting, AT_ONCE)):
            for outcome in _settled(client, prefix, index, part):
                if isinstance(outcome, Retry):
                    return outcome
                if outcome is not DONE:
                    refusal = refusal or outcome
    return refusal


def _settled(client: Elasticsearch, prefix: str, index: Index, ids: Sequence[str]) -> list[Outcome]:
    """What comes of some groups. Where another member of the stage has written or deleted a later version it is made
    anew, over that one: whose version is later may have asked earlier, or has a clock that is ahead."""
    outcomes: list[Outcome] = []
    there: dict[str, int] = {}
    for _ in range(TIMES):
        found = _made(client, prefix, index, ids, there)
        actions = {name: each for name, each in found.items() if isinstance(each, Action)}
        answers = write(client, index.write(prefix), list(actions.values()))
        outcomes += [each for each in found.values() if not isinstance(each, Action)]
        outcomes += [each for each in answers if each is not CONFLICT]
        ids = [name for name, each in zip(actions, answers, strict=True) if each is CONFLICT]
        if not ids:
            return outcomes
        there = _versions(client, index.write(prefix), ids)
    return [*outcomes, CONFLICT]


def _made(
    client: Elasticsearch, prefix: str, index: Index, ids: Sequence[str], there: Mapping[str, int]
) -> dict[str, Action | Outcome]:
    def ask(some: Sequence[str]) -> list[Action | Outcome]:
        return list(_actions(client, prefix, index, some, there))

    def innocent() -> object:
        return client.search(index=ADS.read(prefix), size=0, query={"match_none": {}})

    return dict(zip(ids, in_halves(ids, ask, innocent, lambda _, error: refused(error)), strict=True))


def _versions(client: Elasticsearch, alias: str, ids: Sequence[str]) -> dict[str, int]:
    """The versions of the documents, asked by changes that change nothing: it takes no right to read."""

    def ask(some: Sequence[str]) -> list[int | None]:
        lines: list[dict[str, Any]] = []
        for each in some:
            lines += {"update": {"_id": each}}, {"doc": {}}
        items = client.bulk(index=alias, operations=lines, require_alias=True)["items"]
        return [NONE if each["update"]["status"] == 404 else each["update"].get("_version") for each in items]

    found = in_halves(ids, ask, nothing(client, alias), lambda *_: None)
    return {name: version for name, version in zip(ids, found, strict=True) if isinstance(version, int)}


def worth_one(ads: int, countries: int) -> bool:
    """Does a group of so many ads, about so many countries, have a summary?"""
    return ads > 1 or countries > 1


def summarise_all(client: Elasticsearch, prefix: str) -> dict[str, int]:
    """Make every summary anew, and return how many groups of each kind were looked at. Raises SearchError."""
    counts: dict[str, int] = {}
    for index in GROUPS:
        ids: set[str] = set()
        for part in _all_groups(client, prefix, index):
            ids.update(part)
            if (failed := summarise(client, prefix, {index: part})) is not None:
                raise SearchError(f"not every summary was made: {failed}")
        counts[index.kind] = len(ids)
    return counts


def _all_groups(client: Elasticsearch, prefix: str, index: Index) -> Iterator[list[str]]:
    """The ids of every group that has ads or a summary, some at a time."""
    field = GROUPS[index][1]
    after: dict[str, Any] = {}
    while True:
        sources = [{field: {"terms": {"field": field}}}]
        pages = {"composite": {"size": 1_000, "sources": sources, **after}}
        answer = client.search(index=ADS.read(prefix), size=0, aggs={"groups": pages})["aggregations"]["groups"]
        if not answer["buckets"]:
            break
        yield [bucket["key"][field] for bucket in answer["buckets"]]
        after = {"after": answer["after_key"]}
    hits = scan(client, index=index.read(prefix), _source=False, size=1_000)
    while part := [hit["_id"] for hit in islice(hits, 1_000)]:
        yield part


def _actions(
    client: Elasticsearch, prefix: str, index: Index, ids: Sequence[str], there: Mapping[str, int]
) -> Iterator[Action | Outcome]:
    now = datetime.now(UTC)
    document, field, counted = GROUPS[index]
    aggregations: dict[str, Any] = {
        "first_seen": {"min": {"field": "first_seen"}},
        "last_seen": {"max": {"field": "last_seen"}},
        "band_rank": {"max": {"field": "band_rank"}},
        "counted": {"cardinality": {"field": counted}},
        **{name: {"terms": {"field": each, "size": MOST, **_AS_MET}} for name, each in _LISTS.items()},
    }
    aggregations["countries"]["aggs"] = {"last": {"max": {"field": "last_seen"}}}
    by_group = {"terms": {"field": field, "size": len(ids), **_AS_MET}, "aggs": aggregations}
    answer = client.search(
        index=ADS.read(prefix),
        size=0,
        query={"terms": {field: list(ids)}},
        aggs={"groups": by_group},
        allow_partial_search_results=False,  # a group that a part of the index does not know is not gone
    )["aggregations"]["groups"]["buckets"]
    found = {bucket["key"]: bucket for bucket in answer}
    for each in ids:
        # What was deleted keeps its version for a minute, and nobody can ask for it: only one without is taken there.
        deleted, version = there.get(each) == NONE, max(epoch_ms(now), there.get(each, NONE) + 1)
        if each in found and worth_one(found[each]["doc_count"], len(found[each]["countries"]["buckets"])):
            made = _document(document, field, f"{counted}s", found[each], now)
            yield (create(each, made) if deleted else index_newer(each, version, made))._replace(alone=True)
        else:
            yield DONE if deleted else delete(each, version)._replace(alone=True)


def _document(document: type, field: str, counted: str, bucket: dict[str, Any], now: datetime) -> Any:
    return document(
        **{field: bucket["key"], counted: bucket["counted"]["value"]},
        **{name: tuple(each["key"] for each in bucket[name]["buckets"]) for name in _LISTS},
        summarised_at=now,
        ads=bucket["doc_count"],
        elsewhere_at=_elsewhere(bucket["countries"]["buckets"]),
        first_seen=_moment(bucket["first_seen"]),
        last_seen=_moment(bucket["last_seen"]),
        band_rank=int(bucket["band_rank"]["value"] or 0),
    )


def _elsewhere(countries: list[dict[str, Any]]) -> datetime | None:
    lately = sorted((_moment(each["last"]) for each in countries), reverse=True)
    return lately[1] if len(lately) > 1 else None


def _moment(found: dict[str, float]) -> datetime:
    return datetime.fromtimestamp(found["value"] / 1000, UTC)
