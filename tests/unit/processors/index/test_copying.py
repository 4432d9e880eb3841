"""Documents on their way into an index with other fields."""

from typing import Any

import msgspec
import pytest

from processors.index.convert import renewed, to_document
from processors.index.copying import fitting
from tests import factories

MAPPING: dict[str, Any] = {
    "properties": {
        "id": {"type": "keyword"},
        "inner": {"properties": {"name": {"type": "keyword"}}},
        "free": {"type": "flattened"},
        "stored": {"type": "object", "enabled": False},
        "point": {"type": "geo_point"},
    }
}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "all is known": ({"id": 1}, {"id": 1}),
    "unknown at the top": ({"id": 1, "new": 2}, {"id": 1}),
    "unknown inside": ({"inner": {"name": 1, "new": 2}}, {"inner": {"name": 1}}),
    "unknown in a list": ({"inner": [{"name": 1}, {"new": 2}]}, {"inner": [{"name": 1}, {}]}),
    "names of their own": ({"free": {"x": 1}, "stored": [{"y": 2}]}, {"free": {"x": 1}, "stored": [{"y": 2}]}),
    "a point": ({"point": {"lat": 1, "lon": 2}}, {"point": {"lat": 1, "lon": 2}}),
    "empty": ({"inner": None, "id": []}, {"inner": None, "id": []}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_document_fits_the_fields_that_there_are(case: str) -> None:
    document, fits = CASES[case]
    assert fitting(document, MAPPING) == fits


def test_what_is_derived_is_made_anew() -> None:
    document = msgspec.to_builtins(to_document(factories.scored_ad()))
    before = {name: value for name, value in document.items() if name not in ("stems", "search_text", "price_unit")}
    assert renewed(before) == document
