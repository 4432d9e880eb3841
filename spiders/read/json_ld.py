"""JSON-LD on a page, block by block: one bad block does not lose the good ones."""

from collections.abc import Iterator
from typing import Any

from spiders.read.bounds import UnreadableError, parse_json
from spiders.read.page import Page

MAX_DEPTH = 4  # of things in each other
INSIDE = (
    "@graph",
    "mainEntity",
    "itemListElement",
    "item",
)  # where blocks about a page or a list keep the thing itself

Thing = dict[str, Any]


def things(page: Page) -> tuple[list[Thing], list[str]]:
    """Every thing that the blocks of a page speak of, and a fixed word for each block that cannot be read."""
    found: list[Thing] = []
    bad = []
    for script in page.html.css('script[type="application/ld+json" i]'):
        try:
            found += _in_block(parse_json(script.text()))
        except UnreadableError:
            bad.append("bad_json_ld")
    return found, bad


def _in_block(block: Any) -> list[Thing]:
    all_things = list(_walk(block))
    named = {thing["@id"]: thing for thing in all_things if isinstance(thing.get("@id"), str) and len(thing) > 1}
    return [{name: _resolved(value, named) for name, value in thing.items()} for thing in all_things]


def _walk(block: Any, depth: int = 0) -> Iterator[Thing]:
    if depth > MAX_DEPTH:
        return
    if isinstance(block, list):
        for part in block:
            yield from _walk(part, depth + 1)
    elif isinstance(block, dict):
        yield block
        for name in INSIDE:
            yield from _walk(block.get(name), depth + 1)


def _resolved(value: Any, named: dict[str, Thing]) -> Any:
    """What a property holds; the thing itself in place of a mere `{"@id": ...}` that names it."""
    is_name = isinstance(value, dict) and list(value) == ["@id"] and isinstance(value["@id"], str)
    return named.get(value["@id"], value) if is_name else value
