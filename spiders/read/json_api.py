"""JSON documents that hold the ads: an API or a feed with a cursor."""

from typing import Any

from spiders.how import JsonApi
from spiders.read.bounds import UnreadableError
from spiders.read.jsons import read_ad, search
from spiders.read.page import Follow, Page, Role, Step
from spiders.read.urls import absolute, with_parameter

MAX_CURSOR = 500


def read(page: Page, how: JsonApi) -> Step:
    """The ads of one document and where the next one is. Raises UnreadableError when there is no list of ads."""
    items = search(how.items, page.json)
    if not isinstance(items, list):
        raise UnreadableError("no_items")
    following = _next(page, how)
    return Step(
        ads=tuple(read_ad(item, how.ad, page.url) for item in items if isinstance(item, dict)),
        follow=(Follow(following, Role.LIST),) if following else (),
        bad=tuple("item" for item in items if not isinstance(item, dict)),
    )


def _next(page: Page, how: JsonApi) -> str | None:
    found: Any = search(how.next, page.json) if how.next else None
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "" or len(str(found)) > MAX_CURSOR:
        return None
    return with_parameter(page.url, how.cursor, str(found)) if how.cursor else absolute(page.url, str(found))
