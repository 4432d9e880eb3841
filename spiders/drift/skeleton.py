"""Markup as an outline: elements, their classes and ids, and the shapes of their texts."""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from spiders.drift.elements import HTML
from spiders.drift.shape import masked, name, shown

MAX_LINES = 16
MAX_DEPTH = 8
SHOWN = ("class", "id", "itemprop", "rel", "type")  # attributes that selectors go by
SILENT = frozenset({"script", "style", "svg", "head", "template"})


def outline(node: LexborNode, known: frozenset[str]) -> str:
    """The element and what is in it, a line each, cut at MAX_LINES. Holds no word of the page but known names."""
    lines: list[str] = []
    for line in _lines(node, shown(known), 0):
        if len(lines) == MAX_LINES:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)


def _lines(node: LexborNode, named: Callable[[str], str], depth: int) -> Iterator[str]:
    text = masked(node.text(deep=False))
    yield f"{'  ' * depth}{opening(node, named)}{text}"
    if depth < MAX_DEPTH and node.tag not in SILENT:
        for child in node.iter():
            if child.tag and not child.tag.startswith("-"):
                yield from _lines(child, named, depth + 1)


def opening(node: LexborNode, named: Callable[[str], str] = name) -> str:
    """The element's opening tag as selectors see it."""
    attributes = node.attributes
    parts = (f'{key}="{_names(attributes[key] or "", named)}"' for key in SHOWN if attributes.get(key))
    tag = node.tag or ""
    return f"<{' '.join((tag if tag in HTML else named(tag), *parts))}>"


def _names(value: str, named: Callable[[str], str]) -> str:
    return " ".join(named(part) for part in value.split()[:6])
