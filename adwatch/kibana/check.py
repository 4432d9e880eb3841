"""What Kibana's importer would not notice, or only when a person looks: found here, without a Kibana.

Each check takes the objects as they are imported and says what is wrong; nothing when all is well.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from adwatch.kibana.check_fields import wrong_fields
from adwatch.kibana.fields import fields
from adwatch.kibana.kql import KqlError, parse
from adwatch.kibana.model import WIDTH, Space
from adwatch.kibana.objects import VERSIONS, Saved
from adwatch.kibana.taken_apart import called, layers, of_kind, panels, queries

MODERN = {"lens", "search", "map"}  # kinds of panels; `visualization` is the old way
IN_STRINGS = ("panelsJSON", "optionsJSON", "layerListJSON", "mapStateJSON", "uiStateJSON", "fields", "searchSourceJSON")


def problems(saved: Sequence[Saved], space: Space) -> list[str]:
    """Everything that is wrong with the objects of a space."""
    broken = list(_unreadable(saved))
    if broken:
        return broken
    checks = (_identities, _references, _grid, _looks, _queries)
    found = [line for check in checks for line in check(saved)]
    return found or list(wrong_fields(saved, {f"{space.id}-{view.key}": fields(view) for view in space.views}))


def _unreadable(saved: Sequence[Saved]) -> Iterator[str]:
    """JSON inside of JSON that cannot be parsed."""
    for each in saved:
        for name, text in _strings(each["attributes"]):
            try:
                json.loads(text)
            except ValueError as error:
                yield f"{called(each)}: {name} is not JSON ({error})"


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
            yield f"{called(each)}: is of version {each['typeMigrationVersion']}"


def _references(saved: Sequence[Saved]) -> Iterator[str]:
    """What refers to nothing, and references that nobody uses."""
    there = {(each["type"], each["id"]) for each in saved}
    for each in saved:
        listed = {one["name"] for one in each["references"]}
        used = set(_used(each))
        for name in sorted(used - listed):
            yield f"{called(each)}: refers to {name}, which is not among its references"
        for name in sorted(listed - used):
            yield f"{called(each)}: nothing uses its reference {name}"
        for one in each["references"]:
            if (one["type"], one["id"]) not in there:
                yield f"{called(each)}: there is no {one['type']} {one['id']}"


def _used(each: Saved) -> Iterator[str]:
    attributes = each["attributes"]
    if each["type"] == "dashboard":
        for panel in panels(each):
            names = (
                [f"indexpattern-datasource-layer-{layer}" for layer in layers(panel)]
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
    for board in of_kind(saved, "dashboard"):
        boxes = [(panel["panelIndex"], panel["gridData"]) for panel in panels(board)]
        for name, box in boxes:
            if box["x"] < 0 or box["y"] < 0 or box["w"] < 1 or box["h"] < 1 or box["x"] + box["w"] > WIDTH:
                yield f"{called(board)}: panel {name} is outside of the grid"
        for (one, first), (other, second) in combinations(boxes, 2):
            if _meet(first, second):
                yield f"{called(board)}: panels {one} and {other} lie on top of each other"


def _meet(one: dict[str, int], other: dict[str, int]) -> bool:
    across = one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
    return across and one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]


def _looks(saved: Sequence[Saved]) -> Iterator[str]:
    """Dashboards that would ask for everything there ever was, and panels of the old kind."""
    for board in of_kind(saved, "dashboard"):
        if not board["attributes"]["timeRestore"]:
            yield f"{called(board)}: opens without a filter by time"
        for panel in panels(board):
            if panel["type"] not in MODERN:
                yield f"{called(board)}: panel {panel['panelIndex']} is a {panel['type']}"


def _queries(saved: Sequence[Saved]) -> Iterator[str]:
    """KQL that cannot be parsed, and other languages."""
    for each in saved:
        for query in queries(each):
            try:
                if query["language"] != "kuery":
                    yield f"{called(each)}: a query in {query['language']}"
                else:
                    parse(query["query"])
            except KqlError as error:
                yield f"{called(each)}: {error}"
