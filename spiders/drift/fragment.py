"""The place on a page where a field of an ad should be, fit to be shown to an operator: no word of an ad is in it."""

import json
import re
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from selectolax.lexbor import LexborNode

from spiders.drift.names import names_of
from spiders.drift.shape import json_shape, shown
from spiders.drift.skeleton import outline
from spiders.how import Css, HtmlAd
from spiders.read.bounds import UnreadableError, parse_json
from spiders.read.page import Page, Role
from spiders.source import Source

MAX_CHARS = 1_500
LINKS = "ads"  # stands for the links to ads, or for the list of them

_STEP = re.compile(r"\s*[>+~]\s*|\s+")


def fragment(page: Page, source: Source, field: str) -> str:
    """Where `field` is on the page, or where the way to it ends; empty when nothing can be shown."""
    known = names_of(source)
    try:
        is_json = page.text.lstrip()[:1] in ("{", "[")
        text = _of_json(page, source, known) if is_json else _of_html(page, source, field, known)
    except UnreadableError:
        return ""
    return text[:MAX_CHARS]


def _of_html(page: Page, source: Source, field: str, known: frozenset[str]) -> str:
    selector = selector_of(source, page.role, field)
    blocks = () if selector else page.html.css('script[type="application/ld+json"]')[:3]
    shapes = [_shape(block, known) for block in map(_readable, blocks) if block is not None]
    node = nearest(page, selector) if selector else page.html.body
    return "\n".join(shapes) or (outline(node, known) if node else "")


def _readable(block: LexborNode) -> Any:
    """The data in a block of JSON-LD; None for one that is broken."""
    try:
        return parse_json(block.text())
    except UnreadableError:
        return None


def selector_of(source: Source, role: Role, field: str) -> str | None:
    """The CSS selector that finds a field, where one does."""
    read: Any = source.read
    if field == LINKS:
        found = getattr(read, "links", None)
    else:
        ad = getattr(read, "page", None) or read.ad
        found = ad.fields.get(field) or getattr(ad, field, None) if isinstance(ad, HtmlAd) else None
    return found.css if isinstance(found, Css) else None


def nearest(page: Page, selector: str) -> LexborNode | None:
    """The parent of what the selector finds; where it finds nothing, what its longest beginning finds that does."""
    found = page.html.css_first(selector)
    if found is not None:
        return found.parent or found
    ends = [step.start() for step in _STEP.finditer(selector)]
    for end in reversed(ends):
        found = page.html.css_first(selector[:end]) if selector[:end].strip() else None
        if found is not None:
            return found
    return page.html.body


def _of_json(page: Page, source: Source, known: frozenset[str]) -> str:
    """The first ad of a document, or all of it where the list of ads is not where it was."""
    items = getattr(source.read, "items", None)
    try:
        found = jmespath.search(items, page.json) if items else page.json
    except JMESPathError:
        found = None
    return _shape(found[0] if isinstance(found, list) and found else page.json, known)


def _shape(value: Any, known: frozenset[str]) -> str:
    return json.dumps(json_shape(value, shown(known)), indent=1, ensure_ascii=False)
