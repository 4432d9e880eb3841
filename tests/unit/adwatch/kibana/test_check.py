"""Each check finds what it is for, in objects that are right but for one thing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adwatch.kibana.check import problems
from adwatch.kibana.objects import Saved, ndjson, objects
from adwatch.kibana.spaces import SPACES, WORK

FILES = Path(__file__).parents[4] / "infra" / "kibana"
Change = Callable[[dict[str, Saved]], None]


@pytest.mark.parametrize("space", SPACES, ids=lambda space: space.id)
def test_nothing_is_wrong_with_ours(space: Any) -> None:
    assert problems(objects(space, "adwatch"), space) == []


@pytest.mark.parametrize("space", SPACES, ids=lambda space: space.id)
def test_the_files_for_importing_by_hand_are_those_of_the_code(space: Any) -> None:
    """Otherwise: adwatch kibana build SPACE > infra/kibana/SPACE.ndjson, and look at what changed."""
    assert (FILES / f"{space.id}.ndjson").read_text() == ndjson(objects(space, "adwatch"))


def test_no_object_names_the_vault() -> None:
    for space in SPACES:
        assert "vault" not in ndjson(objects(space, "adwatch"))


def test_the_map_fetches_nothing_from_elsewhere() -> None:
    (found,) = (each for each in objects(WORK, "adwatch") if each["type"] == "map")
    layers = json.loads(found["attributes"]["layerListJSON"])
    assert [layer["sourceDescriptor"]["type"] for layer in layers] == ["ES_GEO_GRID"]
    assert "http" not in json.dumps(found)


def in_panels(board: str, change: Callable[[list[Any]], None]) -> Change:
    """A change of a dashboard's panels."""

    def changed(saved: dict[str, Saved]) -> None:
        attributes = saved[f"dashboard adwatch-{board}"]["attributes"]
        panels = json.loads(attributes["panelsJSON"])
        change(panels)
        attributes["panelsJSON"] = json.dumps(panels)

    return changed


def in_column(name: str, **change: Any) -> Change:
    """A change of a column of the first chart over time."""

    def changed(panels: list[Any]) -> None:
        state = panels[4]["embeddableConfig"]["attributes"]["state"]
        state["datasourceStates"]["formBased"]["layers"]["layer"]["columns"][name].update(change)

    return in_panels("overview", changed)


def in_search(**change: Any) -> Change:
    """A change of a saved search's query."""

    def changed(saved: dict[str, Saved]) -> None:
        meta = saved["search adwatch-ranked-ads"]["attributes"]["kibanaSavedObjectMeta"]
        source = json.loads(meta["searchSourceJSON"])
        source["query"].update(change)
        meta["searchSourceJSON"] = json.dumps(source)

    return changed


def put(name: str, **change: Any) -> Change:
    return lambda saved: saved[name].update(change)


def attribute(name: str, **change: Any) -> Change:
    return lambda saved: saved[name]["attributes"].update(change)


SEARCH, BOARD, VIEW = "search adwatch-ranked-ads", "dashboard adwatch-overview", "index-pattern adwatch-ads"
MAP = "map adwatch-map"
CASES: dict[str, tuple[Change, str]] = {
    "not JSON": (attribute(BOARD, panelsJSON="[{"), "panelsJSON is not JSON"),
    "id twice": (put("search adwatch-templates", id="adwatch-ranked-ads"), "is there 2 times"),
    "id of others": (put("search adwatch-closed-alerts", id="mine"), "ids begin with adwatch-"),
    "title twice": (attribute("dashboard adwatch-triage", title="Overview"), "2 are called 'Overview'"),
    "newer than the oldest Kibana": (put(BOARD, typeMigrationVersion="10.2.0"), "is of version 10.2.0"),
    "reference missing": (put(SEARCH, references=[]), "not among its references"),
    "reference to nothing": (lambda saved: saved[SEARCH]["references"][0].update(id="x"), "is no index-pattern x"),
    "reference unused": (
        lambda saved: saved[BOARD]["references"].append({"type": "search", "id": "adwatch-templates", "name": "x"}),
        "nothing uses its reference x",
    ),
    "outside of the grid": (in_panels("overview", lambda p: p[3]["gridData"].update(w=13)), "p4 is outside of"),
    "on top of each other": (in_panels("overview", lambda p: p[1]["gridData"].update(x=11)), "p1 and p2 lie on top"),
    "old kind of panel": (in_panels("triage", lambda p: p[-1].update(type="visualization")), "is a visualization"),
    "no filter by time": (attribute(BOARD, timeRestore=False), "without a filter by time"),
    "query cannot be parsed": (in_search(query="band: ("), "expected a value"),
    "query in another language": (in_search(language="lucene"), "a query in lucene"),
    "query names no field": (in_search(query="bend: high"), "no field bend"),
    "column is no field": (attribute(SEARCH, columns=["titel"]), "no field titel"),
    "time is no field": (attribute(VIEW, timeFieldName="seen"), "no field seen"),
    "time is no date": (attribute(VIEW, timeFieldName="band"), "band is a keyword, not one of date"),
    "chart over no field": (in_column("split1", sourceField="bend"), "no field bend"),
    "values of a text": (in_column("split1", sourceField="body"), "body is a text"),
    "weeks of a keyword": (in_column("split0", sourceField="band"), "band is a keyword"),
    "sum of a keyword": (in_column("measure0", operationType="sum", sourceField="band"), "band is a keyword"),
    "map of no point": (
        lambda saved: attribute(
            MAP, layerListJSON=saved[MAP]["attributes"]["layerListJSON"].replace("located.point", "located.name")
        )(saved),
        "located.name is a keyword, not one of geo_point",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "found"), CASES.values(), ids=CASES.keys())
def test_one_thing_that_is_wrong(change: Change, found: str) -> None:
    saved = {f"{each['type']} {each['id']}": each for each in objects(WORK, "adwatch")}
    change(saved)
    wrong = problems(list(saved.values()), WORK)
    assert any(found in line for line in wrong), wrong
