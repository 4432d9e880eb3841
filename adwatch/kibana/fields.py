"""The fields of a data view and their types, from the very mapping that the indices are made with."""

from functools import cache
from typing import Any

from adwatch.kibana.model import View
from processors.index.capabilities import Capabilities
from processors.index.mapping import mapping

FULL = Capabilities(version="", folding=True, wildcard=True)
NUMBERS = ("long", "double")
GROUPED = ("keyword", "boolean", "wildcard", *NUMBERS)  # types that can be divided into their values
COMPARED = (*NUMBERS, "date")


@cache
def fields(view: View) -> dict[str, str]:
    """Path of each field that can be searched -> its type in the search engine."""
    found: dict[str, str] = {}
    _collect(mapping(view.index.document, FULL), "", found)
    return found


def _collect(part: Any, path: str, found: dict[str, str]) -> None:
    for name, field in part["properties"].items():
        here = f"{path}{name}"
        if "properties" in field:
            _collect(field, f"{here}.", found)
        elif (field.get("index", True) or field.get("doc_values", True)) and field.get("enabled", True):
            found[here] = field["type"]
