"""schema.org data in JSON-LD, block by block: one bad block does not lose the good ones."""

from collections.abc import Iterator
from typing import Any

from spiders.how import JsonAd
from spiders.read.bounds import UnreadableError, parse_json
from spiders.read.jsons import read_ad
from spiders.read.page import Page, Step

MAX_DEPTH = 4  # of lists and @graph in each other


def read(page: Page, kind: str, ad: JsonAd) -> Step:
    """The ads of a schema.org type on a page. Raises UnreadableError when no block on it can be read."""
    blocks, bad = _blocks(page)
    ads = tuple(read_ad(thing, ad, page.url) for block in blocks for thing in _things(block) if _is(thing, kind))
    if not blocks and bad:
        raise UnreadableError(bad[0])
    return Step(ads=ads, bad=tuple(bad))


def _blocks(page: Page) -> tuple[list[Any], list[str]]:
    good, bad = [], []
    for script in page.html.css('script[type="application/ld+json" i]'):
        try:
            good.append(parse_json(script.text()))
        except UnreadableError:
            bad.append("bad_json_ld")
    return good, bad


def _things(block: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(block, list):
        for part in block:
            yield from _things(part, depth + 1)
    elif isinstance(block, dict):
        yield block
        yield from _things(block.get("@graph"), depth + 1)


def _is(thing: dict[str, Any], kind: str) -> bool:
    types = thing.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.rpartition("/")[2] == kind for name in names)
