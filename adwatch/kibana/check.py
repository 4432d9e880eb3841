"""What Kibana's importer would not notice, or only when a person looks: found here, without a Kibana.

Each check takes the objects as they are imported and says what is wrong; nothing when all is well.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from adwatch.kibana.fields import COMPARED, GROUPED, NUMBERS, fields
from adwatch.kibana.kql import KqlError, parse
from adwatch.kibana.lens import RECORDS
from adwatch.kibana.model import WIDTH, Space
from adwatch.kibana.objects import VERSIONS, Saved

MODERN = {"lens", "search", "map"}  # kinds of panels; `visualization` is the old way
IN_STRINGS = ("panelsJSON", "optionsJSON", "layerListJSON", "mapStateJSON", "uiStateJSON", "fields", "searchSourceJSON")
Use = tuple[str, str, tuple[str, ...]]  # data view, field, and the types that will do; none: all
_WANTED = {
    "terms": GROUPED, "date_histogram": ("date",), "sum": NUMBERS, "average": NUMBERS, "median": NUMBERS,
    "max": COMPARED, "unique_count": (*GROUPED, "date"), "count": (),
}  # fmt: skip


def problems(saved: Sequence[Saved], space: Space) -> list[str]:
    """Everything that is wrong with the objects of a space."""
    broken = list(_unreadable(saved))
    if broken:
        return broken
    checks = (_identities, _references, _grid, _looks, _queries)
    found = [line for check in checks for line in check(saved)]
    return found or list(_fields(saved, {f"{space.id}-{view.key}": fields(view) for view in space.views}))


def _unreadable(saved: Sequence[Saved]) -> Iterator[str]:
    """JSON inside of JSON that cannot be parsed."""
    for each in saved:
        for name, text in _strings(each["attributes"]):
            try:
                json.loads(text)
            except ValueError as error:
                yield f"{_name(each)}: {name} is not JSON ({error})"


def _strings(part: Any) -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if name in IN_STRINGS:
            yield name, value
        elif isinstance(value, dict):
            yield from _strings(value)


def _identities(saved: Sequence[Saved]) -> Iterator[str]:
    """Ids twice, ids that may be another's, titles twice, versions that the oldest Kibana would refuse."""
    for (kind, identity), count in Counter((each["type"], each["id"]) for each in saved).items():
        if count > 1:
            yield f"{kind} {identity}: is there {count} times"
        if not identity.startswith("adwatch-"):
            yield f"{kind} {identity}: ids begin with adwatch-"
    for (kind, title), count in Counter((each["type"], each["attributes"]["title"]) for each in saved).items():
        if count > 1:
            yield f"{kind}: {count} are called {title!r}"
    for each in saved:
        if each["typeMigrationVersion"] != VERSIONS.get(each["type"]):
            yield f"{_name(each)}: is of version {each['typeMigrationVersion']}"


def _references(saved: Sequence[Saved]) -> Iterator[str]:
    """What refers to nothing, and references that nobody uses."""
    there = {(each["type"], each["id"]) for each in saved}
    for each in saved:
        listed = {one["name"] for one in each["references"]}
        used = set(_used(each))
        for name in sorted(used - listed):
            yield f"{_name(each)}: refers to {name}, which is not among its references"
        for name in sorted(listed - used):
            yield f"{_name(each)}: nothing uses its reference {name}"
        for one in each["references"]:
            if (one["type"], one["id"]) not in there:
                yield f"{_name(each)}: there is no {one['type']} {one['id']}"


def _used(each: Saved) -> Iterator[str]:
    attributes = each["attributes"]
    if each["type"] == "dashboard":
        for panel in _panels(each):
            names = (
                [f"indexpattern-datasource-layer-{layer}" for layer in _layers(panel)]
                if panel["type"] == "lens"
                else [panel["panelRefName"]]
            )
            yield from (f"{panel['panelIndex']}:{name}" for name in names)
    elif each["type"] == "search":
        yield json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])["indexRefName"]
    elif each["type"] == "map":
        yield from (
            layer["sourceDescriptor"]["indexPatternRefName"] for layer in json.loads(attributes["layerListJSON"])
        )


def _grid(saved: Sequence[Saved]) -> Iterator[str]:
    """Panels outside of the grid, or on top of each other."""
    for board in _of(saved, "dashboard"):
        boxes = [(panel["panelIndex"], panel["gridData"]) for panel in _panels(board)]
        for name, box in boxes:
            if box["x"] < 0 or box["y"] < 0 or box["w"] < 1 or box["h"] < 1 or box["x"] + box["w"] > WIDTH:
                yield f"{_name(board)}: panel {name} is outside of the grid"
        for (one, first), (other, second) in combinations(boxes, 2):
            if _meet(first, second):
                yield f"{_name(board)}: panels {one} and {other} lie on top of each other"


def _meet(one: dict[str, int], other: dict[str, int]) -> bool:
    across = one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
    return across and one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]


def _looks(saved: Sequence[Saved]) -> Iterator[str]:
    """Dashboards that would ask for everything there ever was, and panels of the old kind."""
    for board in _of(saved, "dashboard"):
        if not board["attributes"]["timeRestore"]:
            yield f"{_name(board)}: opens without a filter by time"
        for panel in _panels(board):
            if panel["type"] not in MODERN:
                yield f"{_name(board)}: panel {panel['panelIndex']} is a {panel['type']}"


def _queries(saved: Sequence[Saved]) -> Iterator[str]:
    """KQL that cannot be parsed, and other languages."""
    for each in saved:
        for query in _all_queries(each):
            try:
                if query["language"] != "kuery":
                    yield f"{_name(each)}: a query in {query['language']}"
                else:
                    parse(query["query"])
            except KqlError as error:
                yield f"{_name(each)}: {error}"


def _all_queries(each: Saved) -> Iterator[dict[str, str]]:
    attributes = each["attributes"]
    if "kibanaSavedObjectMeta" in attributes:
        yield json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]
    if each["type"] == "map":
        yield json.loads(attributes["mapStateJSON"])["query"]
    if each["type"] == "dashboard":
        yield from (panel["embeddableConfig"]["attributes"]["state"]["query"] for panel in _lenses(each))


def _fields(saved: Sequence[Saved], known: dict[str, dict[str, str]]) -> Iterator[str]:
    """Fields that the index does not have, or not of a type that will do."""
    for each in saved:
        if each["type"] == "index-pattern":
            uses: Iterator[Use] = iter([(each["id"], each["attributes"]["timeFieldName"], ("date",))])
        else:
            uses = _uses(each)
        for view, field, types in uses:
            kind = known[view].get(field)
            if kind is None:
                yield f"{_name(each)}: {view} has no field {field}"
            elif types and kind not in types:
                yield f"{_name(each)}: {field} is a {kind}, not one of {', '.join(types)}"


def _uses(each: Saved) -> Iterator[Use]:
    attributes = each["attributes"]
    if each["type"] == "dashboard":
        for panel in _lenses(each):
            lens = panel["embeddableConfig"]["attributes"]
            view = lens["references"][0]["id"]
            for layer in _layers(panel).values():
                for column in layer["columns"].values():
                    if column["sourceField"] != RECORDS:
                        yield view, column["sourceField"], _WANTED[column["operationType"]]
            yield from ((view, field, ()) for field in parse(lens["state"]["query"]["query"])[1])
        return
    view = each["references"][0]["id"]
    for query in _all_queries(each):
        yield from ((view, field, ()) for field in parse(query["query"])[1])
    if each["type"] == "map":
        for layer in json.loads(attributes["layerListJSON"]):
            yield view, layer["sourceDescriptor"]["geoField"], ("geo_point",)
    else:
        yield from ((view, column, ()) for column in attributes["columns"])
        yield from ((view, field, (*COMPARED, *GROUPED)) for field, _ in attributes["sort"])


def _of(saved: Sequence[Saved], kind: str) -> list[Saved]:
    return [each for each in saved if each["type"] == kind]


def _panels(board: Saved) -> list[Any]:
    return list(json.loads(board["attributes"]["panelsJSON"]))


def _lenses(board: Saved) -> list[Any]:
    return [panel for panel in _panels(board) if panel["type"] == "lens"]


def _layers(panel: Any) -> dict[str, Any]:
    layers: dict[str, Any] = panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"]
    return layers


def _name(each: Saved) -> str:
    return f"{each['type']} {each['id']}"
