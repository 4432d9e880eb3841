"""The map as Kibana keeps it. Its only layer is our own documents: no tiles, fonts or borders of a map service."""

import json
from typing import Any

from adwatch.kibana.model import Places

REFERENCE = "layer_0_source_index_pattern"
BLUE = "#0072b2"


def attributes(places: Places) -> dict[str, Any]:
    """The attributes of the saved object."""
    return {
        "title": places.title,
        "description": "",
        "layerListJSON": json.dumps([_layer(places)], sort_keys=True),
        "mapStateJSON": json.dumps(_state(places), sort_keys=True),
        "uiStateJSON": json.dumps({"isLayerTOCOpen": True, "openTOCDetails": []}, sort_keys=True),
    }


def _layer(places: Places) -> dict[str, Any]:
    grid = {
        "id": f"{places.key}-grid",
        "type": "ES_GEO_GRID",
        "geoField": places.point,
        "requestType": "point",
        "resolution": "MOST_FINE",
        "metrics": [{"type": "count"}],
        "indexPatternRefName": REFERENCE,
        "applyGlobalQuery": True,
        "applyGlobalTime": True,
        "applyForceRefresh": True,
    }
    count = {"name": "doc_count", "origin": "source"}
    size = {"minSize": 6, "maxSize": 28, "field": count, "fieldMetaOptions": {"isEnabled": True, "sigma": 3}}
    properties = {
        "fillColor": {"type": "STATIC", "options": {"color": BLUE}},
        "lineColor": {"type": "STATIC", "options": {"color": "#ffffff"}},
        "iconSize": {"type": "DYNAMIC", "options": size},
        "labelText": {"type": "DYNAMIC", "options": {"field": count}},
    }
    return {
        "id": f"{places.key}-layer",
        "label": places.title,
        "type": "GEOJSON_VECTOR",
        "sourceDescriptor": grid,
        "style": {"type": "VECTOR", "isTimeAware": True, "properties": properties},
        "minZoom": 0,
        "maxZoom": 24,
        "alpha": 0.75,
        "visible": True,
        "joins": [],
    }


def _state(places: Places) -> dict[str, Any]:
    return {
        "zoom": 3.5,
        "center": {"lon": 8, "lat": 47},
        "timeFilters": {"from": "now-90d", "to": "now"},
        "refreshConfig": {"isPaused": True, "interval": 60_000},
        "query": {"language": "kuery", "query": places.query},
        "filters": [],
        "settings": {"autoFitToDataBounds": True, "backgroundColor": "#f7f7f5"},
    }
