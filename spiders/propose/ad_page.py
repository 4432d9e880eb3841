"""Proposals for an ad's own page: its schema.org data where there is any, selectors otherwise."""

from typing import Any, get_args

from selectolax.lexbor import LexborNode

from spiders.how import SchemaType
from spiders.propose.css import is_beside, name_of
from spiders.read import json_ld, microdata
from spiders.read.html import attribute
from spiders.read.page import Page
from spiders.read.schema_org import types_of

SHORTEST_BODY = 40  # characters
# Words that classes of such elements hold.
WORDS = {
    "price": ("price", "prix", "preis", "precio", "salary", "amount"),
    "place": ("place", "location", "city", "town", "lieu", "ville", "ort"),
    "contact": ("contact", "phone", "tel", "email", "mail"),
    "company": ("company", "employer", "seller", "business"),
}
BODIES = ("description", "descr", "body", "content", "text", "texte", "details", "message")


def of_ad(page: Page) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The `ad` part of a source file, and notes on what was not found."""
    types = schema_types(page)
    if types:
        return {"type": types[0] if len(types) == 1 else types}, ()
    ad = {**_key(page), "title": _title(page), "body": _body(page), **_posted_at(page)}
    fields = {name: found for name, words in WORDS.items() if (found := _by_class(page, words))}
    notes = [] if "key" in ad else ["the page shows no id of the ad, so its address is the key; see read.ad.key"]
    if ad["body"] == "body":
        notes.append("say where the text of an ad is: read.ad.body")
    return ({**ad, "fields": fields} if fields else ad), tuple(notes)


def schema_types(page: Page) -> list[str]:
    """The types of schema.org data on the page that are ads."""
    known = get_args(SchemaType)
    found = [name for thing in [*json_ld.things(page)[0], *microdata.things(page)] for name in types_of(thing)]
    return [name for name in known if name in found]


def _key(page: Page) -> dict[str, Any]:
    for name in ("data-id", "data-ad-id", "data-key"):
        node = _first(page, f"[{name}]")
        if node is not None:
            return {"key": {"css": name_of(node), "attr": name}}
    return {"key": {"css": "link[rel=canonical]", "attr": "href"}} if page.html.css_first("link[rel=canonical]") else {}


def _title(page: Page) -> str:
    return next((css for css in ("article h1", "main h1", "h1", "h2") if page.html.css_first(css)), "title")


def _body(page: Page) -> str:
    for node in (_first(page, f"[class*={word}]") for word in BODIES):
        if node is not None and len(node.text(strip=True)) >= SHORTEST_BODY:
            return name_of(node)
    return next((css for css in ("article", "main") if page.html.css_first(css)), "body")


def _posted_at(page: Page) -> dict[str, Any]:
    return {"posted_at": {"css": "time", "attr": "datetime"}} if page.html.css_first("time[datetime]") else {}


def _by_class(page: Page, words: tuple[str, ...]) -> str | None:
    for word in words:
        node = _first(page, f".{word}") or _first(page, f"[class*={word}]")
        if node is not None and attribute(node, "class"):
            return name_of(node)
    return None


def _first(page: Page, css: str) -> LexborNode | None:
    return next((node for node in page.html.css(css) if not is_beside(node) and node.tag not in ("body", "html")), None)
