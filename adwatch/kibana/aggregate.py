"""A chart as the search it stands for: run to see that it works, and to draw it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from elasticsearch import Elasticsearch

from adwatch.kibana.fields import fields
from adwatch.kibana.kql import parse
from adwatch.kibana.model import Dashboard, Listing, Measure, Panel, Places, Split, View

_METRICS = {"unique_count": "cardinality", "average": "avg", "median": "percentiles", "max": "max", "sum": "sum"}
MOST_DOTS, FINE = 2_000, 9  # cells are some 60 km wide in the middle of Europe


class Row(NamedTuple):
    """The values of the splits, and what the measures come to; None: there is nothing to work it out from."""

    keys: tuple[str, ...]
    numbers: tuple[float | None, ...]


class Dot(NamedTuple):
    """A cell of the map's grid."""

    longitude: float
    latitude: float
    ads: int


def _query(view: View, text: str, days: int, now: datetime) -> dict[str, Any]:
    """The documents of the days shown that a query in KQL finds."""
    shown = {"range": {view.time: {"gte": (now - timedelta(days=days)).isoformat(), "lte": now.isoformat()}}}
    return {"bool": {"filter": [shown, parse(text)[0]]}}


def rows(client: Elasticsearch, prefix: str, board: Dashboard, panel: Panel, now: datetime) -> list[Row]:
    """What a chart shows. Raises what the client raises."""
    types = fields(panel.view)
    answer = client.search(
        index=panel.view.index.read(prefix),
        size=0,
        track_total_hits=True,
        query=_query(panel.view, panel.query, board.days, now),
        aggs=_inside(panel.splits, panel.measures, types),
    )
    whole = {**answer.get("aggregations", {}), "doc_count": answer["hits"]["total"]["value"]}
    return list(_read(whole, panel, ()))


def documents(client: Elasticsearch, prefix: str, board: Dashboard, what: Listing, now: datetime) -> list[Any]:
    """The first documents of a listing, each with the values of its columns."""
    found = client.search(
        index=what.view.index.read(prefix),
        size=12,
        query=_query(what.view, what.query, board.days, now),
        sort=[{what.view.time: "desc"}],
        source_includes=[what.view.time, *what.columns],
    )
    return [hit["_source"] for hit in found["hits"]["hits"]]


def dots(client: Elasticsearch, prefix: str, board: Dashboard, what: Places, now: datetime) -> list[Dot]:
    """The cells of a grid over the globe that have documents: the middle of these, and how many there are."""
    middle = {"middle": {"geo_centroid": {"field": what.point}}}
    grid = {"geotile_grid": {"field": what.point, "precision": FINE, "size": MOST_DOTS}, "aggs": middle}
    found = client.search(
        index=what.view.index.read(prefix),
        size=0,
        query=_query(what.view, what.query, board.days, now),
        aggs={"grid": grid},
    )
    cells = found["aggregations"]["grid"]["buckets"]
    return [
        Dot(each["middle"]["location"]["lon"], each["middle"]["location"]["lat"], each["doc_count"]) for each in cells
    ]


def _inside(splits: tuple[Split, ...], measures: tuple[Measure, ...], types: dict[str, str]) -> dict[str, Any]:
    """Aggregations: the first split with the rest in it, or the measures."""
    numbers = {f"m{at}": _metric(each) for at, each in enumerate(measures) if each.operation != "count"}
    if not splits:
        return numbers
    first, rest = splits[0], splits[1:]
    if types[first.field] == "date":
        bucket: dict[str, Any] = {"date_histogram": {"field": first.field, **_interval(first.interval)}}
    else:
        most = {"_count" if measures[0].operation == "count" else "m0": "desc"}
        order = {"_key": "asc"} if first.by_name else most
        bucket = {"terms": {"field": first.field, "size": first.size, "order": order}}
    return {"split": {**bucket, "aggs": {**numbers, **_inside(rest, measures, types)}}}


def _interval(interval: str) -> dict[str, str]:
    return {"calendar_interval": interval} if interval in ("1w", "1M") else {"fixed_interval": interval or "1d"}


def _metric(measure: Measure) -> dict[str, Any]:
    more = {"percents": [50]} if measure.operation == "median" else {}
    return {_METRICS[measure.operation]: {"field": measure.field, **more}}


def _read(bucket: Any, panel: Panel, keys: tuple[str, ...]) -> Iterator[Row]:
    if len(keys) == len(panel.splits):
        yield Row(keys, tuple(_number(bucket, at, each) for at, each in enumerate(panel.measures)))
        return
    for each in bucket["split"]["buckets"]:
        key = str(each.get("key_as_string", each["key"]))
        yield from _read(each, panel, (*keys, key))


def _number(bucket: Any, at: int, measure: Measure) -> float | None:
    if measure.operation == "count":
        return float(bucket["doc_count"])
    found = bucket[f"m{at}"]
    value = found["values"]["50.0"] if measure.operation == "median" else found["value"]
    return None if value is None else float(value)
