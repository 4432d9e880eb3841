"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): its entries under the words all feeds share."""

from typing import Any

from spiders.read.bounds import UnreadableError, at_most
from spiders.read.page import Page
from spiders.text import text_of_html

MEDIA = frozenset({"image", "banner_image", "attachments"})


def entries(page: Page) -> tuple[list[dict[str, Any]], str, tuple[str, ...]]:
    """Entries, address of the next document, and a fixed word for each entry that is none. Raises UnreadableError."""
    feed = page.json
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableError("no_feed")
    following = feed.get("next_url")
    items, too_many = at_most(items)
    bad = (*too_many, *("item" for item in items if not isinstance(item, dict)))
    good = [_entry(item) for item in items if isinstance(item, dict)]
    return good, following if isinstance(following, str) else "", bad


def _entry(item: dict[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") or [item.get("author")]
    return {
        **{name: value for name, value in item.items() if name not in MEDIA},
        "link": item.get("url") or item.get("external_url"),
        "content": item.get("content_text") or text_of_html(str(item.get("content_html") or "")),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "author": next((one.get("name") for one in authors if isinstance(one, dict)), None),
        "categories": item.get("tags"),
    }
