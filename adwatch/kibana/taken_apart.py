"""Taking saved objects apart: the JSON inside of their JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from adwatch.kibana.objects import Saved


def queries(each: Saved) -> Iterator[dict[str, str]]:
    """Every query of an object."""
    attributes = each["attributes"]
    if "kibanaSavedObjectMeta" in attributes:
        yield json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])["query"]
    if each["type"] == "map":
        yield json.loads(attributes["mapStateJSON"])["query"]
    if each["type"] == "dashboard":
        yield from (panel["embeddableConfig"]["attributes"]["state"]["query"] for panel in lenses(each))


def of_kind(saved: Sequence[Saved], kind: str) -> list[Saved]:
    """The objects of a type."""
    return [each for each in saved if each["type"] == kind]


def panels(board: Saved) -> list[Any]:
    """The panels of a dashboard."""
    return list(json.loads(board["attributes"]["panelsJSON"]))


def lenses(board: Saved) -> list[Any]:
    """The charts of a dashboard."""
    return [panel for panel in panels(board) if panel["type"] == "lens"]


def layers(panel: Any) -> dict[str, Any]:
    """The layers of a chart by id."""
    layers: dict[str, Any] = panel["embeddableConfig"]["attributes"]["state"]["datasourceStates"]["formBased"]["layers"]
    return layers


def called(each: Saved) -> str:
    """How messages call an object."""
    return f"{each['type']} {each['id']}"
