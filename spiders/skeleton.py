"""Markup as an outline: elements, their classes and ids, and the shapes of their texts."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from spiders.shape import masked, name

_NUMBER = re.compile(r"\d{2}")  # h1 is a name, a telephone number is none
MAX_LINES = 16
MAX_DEPTH = 8
SHOWN = ("class", "id", "itemprop", "rel", "type")  # attributes that selectors go by
SILENT = frozenset({"script", "style", "svg", "head", "template"})


def outline(node: LexborNode) -> str:
    """The element and what is in it, a line each, cut at MAX_LINES. Holds no word of the page."""
    lines: list[str] = []
    for line in _lines(node, 0):
        if len(lines) == MAX_LINES:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)


def _lines(node: LexborNode, depth: int) -> Iterator[str]:
    text = masked(node.text(deep=False))
    yield f"{'  ' * depth}{opening(node)}{text}"
    if depth < MAX_DEPTH and node.tag not in SILENT:
        for child in node.iter():
            if child.tag and not child.tag.startswith("-"):
                yield from _lines(child, depth + 1)


def opening(node: LexborNode) -> str:
    """The element's opening tag as selectors see it."""
    attributes = node.attributes
    shown = (f'{key}="{_names(attributes[key] or "")}"' for key in SHOWN if attributes.get(key))
    return f"<{' '.join((tag(node), *shown))}>"


def tag(node: LexborNode) -> str:
    """Its name, when it is one of HTML or of a component; a page can make up any other."""
    return node.tag if node.tag and node.tag.isascii() and len(node.tag) <= 30 and not _NUMBER.search(node.tag) else "?"


def _names(value: str) -> str:
    return " ".join(name(part) for part in value.split()[:6])
