"""Proposals for documents made for machines: sitemaps, feeds, JSON."""

from collections import Counter
from collections.abc import Iterator
from posixpath import dirname
from typing import Any
from urllib.parse import urlsplit

from spiders.how import Feed, Sitemap
from spiders.propose.proposal import Proposal
from spiders.read import feed, sitemap
from spiders.read.bounds import UnreadableError
from spiders.read.page import Page, Role

MAX_DEPTH = 4  # where in a document the list of ads may be
# Names that APIs use, the likeliest first.
PARTS = {
    "key": ("id", "uuid", "key", "ref", "reference", "slug", "uri"),
    "title": ("title", "headline", "name", "subject", "text"),
    "body": ("body", "description", "content", "html", "text", "summary"),
    "url": ("url", "link", "href", "permalink", "absolute_url"),
    "posted_at": ("posted_at", "published_at", "created_at", "date", "published", "created", "updated_at"),
    "country": ("country", "country_code"),
}
FIELDS = {
    "price": ("price", "salary", "pay", "rate"),
    "place": ("place", "city", "location", "town", "region"),
    "contact": ("contact", "phone", "email"),
    "company": ("company", "business", "employer", "organisation", "organization"),
}
NEXT = ("next", "next_cursor", "next_page", "next_url", "cursor")


def of_sitemap(page: Page) -> Proposal:
    """Raises UnreadableError when it is none, or leads nowhere."""
    how = Sitemap.model_validate({"how": "sitemap", "ad": {"type": "JobPosting"}})
    follow = sitemap.read(Page(page.url, Role.SITEMAP, page.body), how).follow
    if not follow:
        raise UnreadableError("a sitemap without addresses")
    folders = Counter(dirname(urlsplit(each.url).path).rstrip("/") + "/" for each in follow if each.role is Role.AD)
    under = folders.most_common(1)[0][0] if folders else "/"
    inside = (each for each in follow if each.role is Role.SITEMAP or urlsplit(each.url).path.startswith(under))
    return Proposal({"how": "sitemap", "under": under, "ad": {}}, Role.SITEMAP, look_at=next(inside))


def of_feed(page: Page) -> Proposal:
    """Raises UnreadableError when it is none."""
    feed.read(page, Feed.model_validate({"how": "feed"}))
    note = "if its entries are but summaries, say under `read.page` how to read the pages they lead to"
    return Proposal({"how": "feed"}, Role.LIST, (note,))


def of_json(page: Page) -> Proposal:
    """Raises UnreadableError when there is no list of objects in it."""
    document = page.json
    if isinstance(document, dict) and "jsonfeed.org" in str(document.get("version")):
        return of_feed(page)
    lists = sorted(_lists(document), key=lambda each: -len(each[1]))
    if not lists:
        raise UnreadableError("a JSON document without a list of objects")
    path, items = lists[0]
    names = {name for item in items[:20] for name, value in item.items() if isinstance(value, str | int | float)}
    ad, notes = _ad(names)
    read = {"how": "json", "items": path or "@", **_next(document), "ad": ad}
    return Proposal(read, Role.LIST, notes)


def _lists(document: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(document, list) and any(isinstance(item, dict) for item in document):
        yield path, [item for item in document if isinstance(item, dict)]
    elif isinstance(document, dict) and depth < MAX_DEPTH:
        for name, value in document.items():
            if str(name).isidentifier():
                yield from _lists(value, f"{path}.{name}".lstrip("."), depth + 1)


def _ad(names: set[str]) -> tuple[dict[str, Any], tuple[str, ...]]:
    found = {part: name for part, likely in PARTS.items() if (name := _first(likely, names))}
    fields = {field: name for field, likely in FIELDS.items() if (name := _first(likely, names))}
    needed = ("key", "title", "body")
    notes = tuple(f"say where the {part} of an ad is: read.ad.{part}" for part in needed if part not in found)
    ad: dict[str, Any] = {**dict.fromkeys(needed, "id"), **found}
    if ad["body"] in ("html", "content", "description", "body"):
        ad["body"] = {"path": ad["body"], "html": True}
    return ({**ad, "fields": fields} if fields else ad), notes


def _next(document: Any) -> dict[str, str]:
    name = _first(NEXT, {key for key, value in document.items() if value}) if isinstance(document, dict) else None
    if name is None:
        return {}
    is_address = str(document[name]).startswith(("/", "http", "?"))
    return {"next": name} if is_address else {"next": name, "cursor": "cursor"}


def _first(likely: tuple[str, ...], names: set[str]) -> str | None:
    return next((name for name in likely if name in names), None)
