"""The classes, ids and keys that a pack has shown already: only they may be shown of a page.

A site writes what it likes into them, the name of an advertiser for instance.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from spiders.drift.skeleton import SHOWN
from spiders.errors import SpiderError
from spiders.read.bounds import UnreadableError, parse_json
from spiders.read.page import Page
from spiders.saved import saved_pages
from spiders.source import Source

MAX_PARTS = 5_000  # of a saved page
_WORD = re.compile(r"[A-Za-z][\w:-]*")


def names_of(source: Source) -> frozenset[str]:
    """What stands in the pack's selectors and paths, and in the markup and the keys of its saved pages."""
    known = set(_WORD.findall(source.read.model_dump_json()))
    with suppress(SpiderError):  # a saved page that cannot be read is told by `adwatch sources check`
        for saved in saved_pages(source):
            with suppress(UnreadableError):
                known.update(_names(saved.page()))
    return frozenset(known)


def _names(page: Page) -> Iterator[str]:
    if page.text.lstrip()[:1] in ("{", "["):
        yield from _keys(page.json)
        return
    for block in page.html.css('script[type="application/ld+json"]'):
        with suppress(UnreadableError):
            yield from _keys(parse_json(block.text()))
    for _, node in zip(range(MAX_PARTS), page.html.root.traverse() if page.html.root else (), strict=False):
        yield node.tag or ""
        for attribute in SHOWN:
            yield from (node.attributes.get(attribute) or "").split()


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)
