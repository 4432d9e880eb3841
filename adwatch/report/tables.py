"""The tables of the report, asked of the search engine and with small cells left out."""

from datetime import datetime
from typing import Any

import msgspec
from elasticsearch import Elasticsearch

from adwatch.report.suppress import Cell, K, cross, line
from processors.index.names import ADS

SINGLE: dict[str, dict[str, Any]] = {
    "month": {"date_histogram": {"field": "observed_at", "calendar_interval": "1M", "format": "yyyy-MM"}},
    "family": {"terms": {"field": "source_family", "size": 100}},
    "country": {"terms": {"field": "located.country", "size": 300}},
    "language": {"terms": {"field": "language", "size": 300}},
    "indicator": {"terms": {"field": "indicators", "size": 1000}},
}
CROSS = "indicator and country"
# How many stand behind ads: each actor once, and of ads without any each text once: its copies may be of one person.
_BEHIND: dict[str, Any] = {
    "actors": {"cardinality": {"field": "actor", "precision_threshold": 40_000}},
    "alone": {
        "missing": {"field": "actor"},
        "aggs": {"texts": {"cardinality": {"field": "cluster", "precision_threshold": 40_000}}},
    },
}


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of ads by name, or by name and value; `left_out` cells are not among them."""

    kind: str
    cells: dict[str, dict[str, int]]  # name -> value -> ads; tables of one dimension have the empty value
    left_out: int


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """All tables of a period."""

    since: datetime
    until: datetime
    k: int
    ads: int | None  # None: too few to say
    tables: tuple[Table, ...]


def tables(client: Elasticsearch, prefix: str, since: datetime, until: datetime, k: int = K) -> Tables:
    """The tables of ads observed in a period; `k` is at least K. Raises what the client raises."""
    if k < K:
        raise ValueError(f"cells of fewer than {K} are never shown")
    found = _ask(client, prefix, since, until)
    single = {kind: _cells(found[kind]) for kind in SINGLE}
    out = {kind: line(cells, k) for kind, cells in single.items()}
    crossed = {
        (bucket["key"], inner["key"]): _cell(inner)
        for bucket in found[CROSS]["buckets"]
        for inner in bucket["country"]["buckets"]
    }
    gone = cross(crossed, out["indicator"], out["country"], k)
    shown: dict[str, dict[str, int]] = {}
    for at, cell in crossed.items():
        if at not in gone:
            shown.setdefault(at[0], {})[at[1]] = cell.ads
    whole = _cell(found)
    return Tables(
        since=since,
        until=until,
        k=k,
        ads=whole.ads if whole.advertisers >= k else None,
        tables=(
            *(_table(kind, cells, out[kind]) for kind, cells in single.items()),
            Table(kind=CROSS, cells=shown, left_out=len(gone)),
        ),
    )


def _ask(client: Elasticsearch, prefix: str, since: datetime, until: datetime) -> dict[str, Any]:
    by_country = {**SINGLE["country"], "aggs": _BEHIND}
    aggregations: dict[str, Any] = {kind: {**each, "aggs": _BEHIND} for kind, each in SINGLE.items()}
    aggregations[CROSS] = {**SINGLE["indicator"], "aggs": {"country": by_country}}
    answer = client.search(
        index=ADS.read(prefix),
        size=0,
        track_total_hits=True,
        query={"range": {"observed_at": {"gte": since.isoformat(), "lt": until.isoformat()}}},
        aggs={**aggregations, **_BEHIND},
    )
    return {**answer["aggregations"], "doc_count": answer["hits"]["total"]["value"]}


def _cells(found: Any) -> dict[str, Cell]:
    buckets = [bucket for bucket in found["buckets"] if bucket["doc_count"]]
    return {str(bucket.get("key_as_string", bucket["key"])): _cell(bucket) for bucket in buckets}


def _cell(bucket: Any) -> Cell:
    return Cell(bucket["doc_count"], bucket["actors"]["value"] + bucket["alone"]["texts"]["value"])


def _table(kind: str, cells: dict[str, Cell], out: set[str]) -> Table:
    shown = {name: {"": cell.ads} for name, cell in cells.items() if name not in out}
    return Table(kind=kind, cells=shown, left_out=len(out))
