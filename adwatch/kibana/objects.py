"""Everything as Kibana's saved objects, a JSON object a line, as `POST /api/saved_objects/_import` takes them.

They are written for the oldest version that we support: Kibana brings older objects up to date when it imports them,
and refuses newer ones.
"""

import json
from collections.abc import Iterable
from typing import Any

from adwatch.kibana import map_object
from adwatch.kibana.lens import lens
from adwatch.kibana.model import Dashboard, Listing, Panel, Placed, Places, Space, View

OLDEST = (8, 9)  # version of Kibana that imports them
VERSIONS = {"index-pattern": "8.0.0", "search": "8.0.0", "dashboard": "8.9.0", "map": "8.4.0"}
Saved = dict[str, Any]
KINDS = {Listing: "search", Places: "map"}


def dumped(value: Any) -> str:
    """JSON inside of JSON, the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def objects(space: Space, prefix: str) -> list[Saved]:
    """All objects of a space, over indices with this prefix: data views first, then what refers to them."""
    maker = _Maker(space.id)
    placed = [panel.what for board in space.boards for panel in board.panels if isinstance(panel, Placed)]
    apart = {each.key: each for each in (*space.listings, *placed)}.values()
    return [
        *(maker.view(view, prefix) for view in space.views),
        *(maker.search(each) for each in apart if isinstance(each, Listing)),
        *(maker.map(each) for each in apart if isinstance(each, Places)),
        *(maker.dashboard(board) for board in space.boards),
    ]


def ndjson(saved: Iterable[Saved]) -> str:
    """The file to import."""
    return "".join(f"{json.dumps(each, sort_keys=True)}\n" for each in saved)


class _Maker:
    """Makes objects whose ids begin with that of their space."""

    def __init__(self, space: str) -> None:
        self._space = space

    def view(self, view: View, prefix: str) -> Saved:
        attributes = {
            "title": view.index.read(prefix),
            "name": view.title,
            "timeFieldName": view.time,
            "allowNoIndex": True,
            "fields": "[]",
            **dict.fromkeys(("typeMeta", "fieldAttrs", "fieldFormatMap", "runtimeFieldMap"), "{}"),
            "sourceFilters": "[]",
        }
        return self._saved("index-pattern", view.key, attributes, [])

    def search(self, listing: Listing) -> Saved:
        where = "kibanaSavedObjectMeta.searchSourceJSON.index"
        source = {**_query(listing.query), "indexRefName": where, "highlightAll": True, "version": True}
        attributes = {
            "title": listing.title,
            "description": "",
            "columns": list(listing.columns),
            "sort": [[listing.view.time, "desc"]],
            "grid": {},
            "hideChart": False,
            "isTextBasedQuery": False,
            "kibanaSavedObjectMeta": {"searchSourceJSON": dumped(source)},
        }
        return self._saved("search", listing.key, attributes, [self._to("index-pattern", listing.view.key, where)])

    def map(self, places: Places) -> Saved:
        to_view = self._to("index-pattern", places.view.key, map_object.REFERENCE)
        return self._saved("map", places.key, map_object.attributes(places), [to_view])

    def dashboard(self, board: Dashboard) -> Saved:
        panels, references = [], []
        for number, panel in enumerate(board.panels, 1):
            shown, refers = self._panel(f"p{number}", panel)
            panels.append(shown)
            references += refers
        attributes = {
            "title": board.title,
            "description": board.description,
            "panelsJSON": dumped(panels),
            "optionsJSON": dumped(_OPTIONS),
            "timeRestore": True,
            "timeFrom": f"now-{board.days}d",
            "timeTo": "now",
            "version": 1,
            "kibanaSavedObjectMeta": {"searchSourceJSON": dumped(_query(""))},
        }
        return self._saved("dashboard", board.key, attributes, references)

    def _panel(self, name: str, panel: Panel | Placed) -> tuple[Saved, list[Saved]]:
        """A panel as the dashboard lists it, and what the dashboard refers to because of it."""
        box = panel.box
        grid = {"x": box.x, "y": box.y, "w": box.w, "h": box.h, "i": name}
        shown: Saved = {"gridData": grid, "panelIndex": name, "version": "8.9.0"}
        if isinstance(panel, Panel):
            attributes = lens(panel, f"{self._space}-{panel.view.key}")
            refers = [{**each, "name": f"{name}:{each['name']}"} for each in attributes["references"]]
            embedded = {"attributes": attributes, "enhancements": {}}
            return {**shown, "type": "lens", "title": panel.title, "embeddableConfig": embedded}, refers
        kind, slot = KINDS[type(panel.what)], f"panel_{name}"
        shown |= {
            "type": kind,
            "title": panel.what.title,
            "embeddableConfig": {"enhancements": {}},
            "panelRefName": slot,
        }
        return shown, [self._to(kind, panel.what.key, f"{name}:{slot}")]

    def _to(self, kind: str, key: str, name: str) -> Saved:
        return {"type": kind, "id": f"{self._space}-{key}", "name": name}

    def _saved(self, kind: str, key: str, attributes: Saved, references: list[Saved]) -> Saved:
        return {
            "type": kind,
            "id": f"{self._space}-{key}",
            "attributes": attributes,
            "references": references,
            "coreMigrationVersion": "8.8.0",
            "typeMigrationVersion": VERSIONS[kind],
            "managed": False,
        }


_OPTIONS = {"useMargins": True, "syncColors": True, "syncCursor": True, "syncTooltips": False, "hidePanelTitles": False}


def _query(text: str) -> Saved:
    return {"query": {"language": "kuery", "query": text}, "filter": []}
