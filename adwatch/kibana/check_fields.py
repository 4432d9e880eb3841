"""Whether every field that an object uses is in the index, with a type that will do."""

import json
from collections.abc import Iterator, Mapping, Sequence

from adwatch.kibana.fields import COMPARED, GROUPED, NUMBERS
from adwatch.kibana.kql import parse
from adwatch.kibana.lens import RECORDS
from adwatch.kibana.objects import Saved
from adwatch.kibana.taken_apart import called, layers, lenses, queries

Use = tuple[str, str, tuple[str, ...]]  # data view, field, and the types that will do; none: all
_WANTED = {
    "terms": GROUPED, "date_histogram": ("date",), "sum": NUMBERS, "average": NUMBERS, "median": NUMBERS,
    "max": COMPARED, "unique_count": (*GROUPED, "date"), "count": (),
}  # fmt: skip


def wrong_fields(saved: Sequence[Saved], known: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Fields that the index does not have, or not of a type that will do."""
    for each in saved:
        if each["type"] == "index-pattern":
            uses: Iterator[Use] = iter([(each["id"], each["attributes"]["timeFieldName"], ("date",))])
        else:
            uses = _uses(each)
        for view, field, types in uses:
            kind = known[view].get(field)
            if kind is None:
                yield f"{called(each)}: {view} has no field {field}"
            elif types and kind not in types:
                yield f"{called(each)}: {field} is a {kind}, not one of {', '.join(types)}"


def _uses(each: Saved) -> Iterator[Use]:
    attributes = each["attributes"]
    if each["type"] == "dashboard":
        for panel in lenses(each):
            lens = panel["embeddableConfig"]["attributes"]
            view = lens["references"][0]["id"]
            for layer in layers(panel).values():
                for column in layer["columns"].values():
                    if column["sourceField"] != RECORDS:
                        yield view, column["sourceField"], _WANTED[column["operationType"]]
            yield from ((view, field, ()) for field in parse(lens["state"]["query"]["query"])[1])
        return
    view = each["references"][0]["id"]
    for query in queries(each):
        yield from ((view, field, ()) for field in parse(query["query"])[1])
    if each["type"] == "map":
        for layer in json.loads(attributes["layerListJSON"]):
            yield view, layer["sourceDescriptor"]["geoField"], ("geo_point",)
    else:
        yield from ((view, column, ()) for column in attributes["columns"])
        yield from ((view, field, (*COMPARED, *GROUPED)) for field, _ in attributes["sort"])
