"""JSON documents that hold the ads: an API or a timeline."""

from typing import Any

from spiders.how import JsonApi
from spiders.read.bounds import UnreadableError, at_most
from spiders.read.jsons import read_ad, search
from spiders.read.page import Page, Step
from spiders.read.paging import after


def read(page: Page, how: JsonApi) -> Step:
    """The ads of one document and where the next one is. Raises UnreadableError when there is no list of ads."""
    items = search(how.items, page.json)
    if not isinstance(items, list):
        raise UnreadableError("no_items")
    items, too_many = at_most(items)
    return Step(
        ads=tuple(read_ad(item, how.ad, page.url) for item in items if isinstance(item, dict)),
        follow=after(page.url, how, _next(page, how), has_ads=bool(items)),
        bad=(*too_many, *("item" for item in items if not isinstance(item, dict))),
    )


def _next(page: Page, how: JsonApi) -> str:
    found: Any = search(how.next, page.json) if how.next else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
