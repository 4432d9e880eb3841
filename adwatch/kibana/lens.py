"""A chart as Kibana's Lens keeps it, in the shape of version 8.9, which later versions migrate by themselves."""

from typing import Any

from adwatch.kibana.fields import fields
from adwatch.kibana.model import Measure, Panel, Split

LAYER = "layer"
RECORDS = "___records___"
VISUALIZATION = {
    "bar": "lnsXY", "bar_horizontal": "lnsXY", "bar_stacked": "lnsXY", "line": "lnsXY", "area_stacked": "lnsXY",
    "donut": "lnsPie", "table": "lnsDatatable", "metric": "lnsMetric",
}  # fmt: skip
_TYPES = {
    "keyword": "string", "wildcard": "string", "boolean": "boolean", "date": "date", "long": "number",
    "double": "number",
}  # fmt: skip
Column = dict[str, Any]


def lens(panel: Panel, view: str) -> dict[str, Any]:
    """The attributes of one Lens object over the data view with this id."""
    splits = [f"split{number}" for number in range(len(panel.splits))]
    measures = [f"measure{number}" for number in range(len(panel.measures))]
    types = fields(panel.view)
    columns: dict[str, Column] = {
        **{name: _split(split, types, measures[0]) for name, split in zip(splits, panel.splits, strict=True)},
        **{name: _measure(measure) for name, measure in zip(measures, panel.measures, strict=True)},
    }
    layer = {"columns": columns, "columnOrder": [*splits, *measures], "incompleteColumns": {}, "sampling": 1}
    return {
        "title": panel.title,
        "description": "",
        "type": "lens",
        "visualizationType": VISUALIZATION[panel.shape],
        "references": [{"type": "index-pattern", "id": view, "name": f"indexpattern-datasource-layer-{LAYER}"}],
        "state": {
            "adHocDataViews": {},
            "internalReferences": [],
            "datasourceStates": {"formBased": {"layers": {LAYER: layer}}, "textBased": {"layers": {}}},
            "visualization": _visualization(panel, splits, measures),
            "query": {"language": "kuery", "query": panel.query},
            "filters": [],
        },
    }


def _split(split: Split, types: dict[str, str], by: str) -> Column:
    kind = _TYPES[types[split.field]]
    column: Column = {"label": split.label, "customLabel": True, "sourceField": split.field, "isBucketed": True}
    if kind == "date":
        params = {"interval": split.interval or "auto", "includeEmptyRows": True, "dropPartials": False}
        return {**column, "dataType": "date", "operationType": "date_histogram", "scale": "interval", "params": params}
    order = {"type": "alphabetical", "fallback": False} if split.by_name else {"type": "column", "columnId": by}
    params = {
        "size": split.size,
        "orderBy": order,
        "orderDirection": "asc" if split.by_name else "desc",
        "otherBucket": False,
        "missingBucket": False,
        "parentFormat": {"id": "terms"},
    }
    return {**column, "dataType": kind, "operationType": "terms", "scale": "ordinal", "params": params}


def _measure(measure: Measure) -> Column:
    return {
        "label": measure.label,
        "customLabel": True,
        "dataType": "number",
        "operationType": measure.operation,
        "sourceField": measure.field or RECORDS,
        "isBucketed": False,
        "scale": "ratio",
        "params": {"emptyAsNull": False} if measure.operation in ("count", "unique_count", "sum") else {},
    }


def _visualization(panel: Panel, splits: list[str], measures: list[str]) -> dict[str, Any]:
    layer: dict[str, Any] = {"layerId": LAYER, "layerType": "data"}
    if panel.shape == "metric":
        return {**layer, "metricAccessor": measures[0]}
    if panel.shape == "table":
        return {**layer, "columns": [{"columnId": name} for name in (*splits, *measures)]}
    if panel.shape == "donut":
        looks = {
            "categoryDisplay": "default",
            "legendDisplay": "show",
            "numberDisplay": "percent",
            "nestedLegend": False,
        }
        return {"shape": "donut", "layers": [{**layer, "primaryGroups": splits, "metrics": measures, **looks}]}
    return {
        "preferredSeriesType": panel.shape,
        "legend": {"isVisible": len(splits) > 1, "position": "right"},
        "valueLabels": "hide",
        "fittingFunction": "None",
        "layers": [
            {**layer, "seriesType": panel.shape, "xAccessor": splits[0], "accessors": measures}
            | ({"splitAccessor": splits[1]} if len(splits) > 1 else {})
        ],
    }
