"""What a page is built of, as a set that can be compared: which element or key stands in which."""

from collections.abc import Iterable, Iterator
from typing import Any

from spiders.drift.shape import json_shape
from spiders.drift.skeleton import SILENT, opening
from spiders.read.bounds import UnreadableError
from spiders.read.page import Page

Structure = frozenset[str]
MAX_PARTS = 5_000


def structure(page: Page) -> Structure:
    """The parts of a page; empty for one that is neither HTML nor JSON."""
    try:
        start = page.text.lstrip()[:1]
        if start == "<":
            return frozenset(_elements(page))
        return frozenset(_keys(json_shape(page.json), "")) if start in ("{", "[") else frozenset()
    except UnreadableError:
        return frozenset()


def likeness(page: Structure, saved: Iterable[Structure]) -> float:
    """How much of the saved page that is most like it a page still has, 0 to 1; 1 when there is nothing to compare.

    What a page has besides counts nothing: ads differ in what they have, and a new box in a corner breaks no selector.
    """
    return max((len(page & each) / len(each) for each in saved if each), default=1.0)


def _elements(page: Page) -> Iterator[str]:
    root = page.html.body
    for count, node in enumerate(root.traverse() if root else ()):
        if count == MAX_PARTS:
            return
        if node.tag not in SILENT and node.parent is not None:
            yield f"{opening(node.parent)}{opening(node)}"


def _keys(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}"
            yield from _keys(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item, f"{path}[]")
