"""HTML microdata (https://html.spec.whatwg.org/multipage/microdata.html) as the same plain data that JSON-LD gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from spiders.read.html import attribute
from spiders.read.page import Page
from spiders.text import text_of

MAX_DEPTH = 6  # of values in each other: each is read for its own text, so depth costs
ATTRIBUTES = {"meta": "content", "a": "href", "area": "href", "link": "href", "time": "datetime", "data": "value",
              "meter": "value"}  # fmt: skip
MEDIA = frozenset(["img", "audio", "video", "embed", "iframe", "source", "track", "object", "picture"])

Thing = dict[str, Any]


@dataclass(slots=True)
class _Open:
    """An element whose end is not reached yet: an item, or a property that is not one."""

    depth: int
    item: Thing | None


def things(page: Page) -> list[Thing]:
    """Every item of the page that is not a property of another."""
    found: list[Thing] = []
    around: list[_Open] = []
    for node, depth in _elements(page.html.root):
        while around and around[-1].depth >= depth:
            around.pop()
        is_item, name = "itemscope" in node.attributes, attribute(node, "itemprop")
        if not (is_item or name) or len(around) >= MAX_DEPTH or node.tag in MEDIA:
            continue
        item = _item(node) if is_item else None
        owner = next((each.item for each in reversed(around) if each.item is not None), None)
        if name and owner is not None:
            _add(owner, name, item if item is not None else _value(node))
        elif item is not None:
            found.append(item)
        around.append(_Open(depth, item))
    return found


def _item(node: LexborNode) -> Thing:
    item: Thing = {"@type": attribute(node, "itemtype").split()}
    name = attribute(node, "itemid")
    return {**item, "@id": name} if name else item


def _add(owner: Thing, names: str, value: Any) -> None:
    for name in names.split():
        if name not in owner:
            owner[name] = value
        elif isinstance(owner[name], list):
            owner[name].append(value)
        else:
            owner[name] = [owner[name], value]


def _value(node: LexborNode) -> str:
    named = attribute(node, ATTRIBUTES.get(node.tag or "", "content"))
    return named.removeprefix("tel:").removeprefix("mailto:") or text_of(node)


def _elements(root: LexborNode | None) -> Iterator[tuple[LexborNode, int]]:
    """Every element and its depth, in the order of the page. Walks without recursion: pages may nest without end."""
    node, depth = root, 0
    while node is not None:
        if node.is_element_node:
            yield node, depth
        child = node.first_child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if depth <= 0:
                return
        node = node.next if node is not None else None
