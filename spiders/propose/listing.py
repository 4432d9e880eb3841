"""Proposals for HTML pages: which links lead to ads, and how the next listing page is found."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborNode

from spiders.propose import ad_page
from spiders.propose.css import is_beside, name_of, path_to
from spiders.propose.proposal import Proposal
from spiders.read.html import attribute
from spiders.read.page import Follow, Page, Role
from spiders.read.urls import absolute, base_of

FEWEST = 3  # links of one kind that make a listing
NEXT = ("a[rel=next]", "link[rel=next]", "a.next", ".next > a", "a.older", "a[aria-label*=next i]")
WORDS = frozenset({"next", "older", "more", "suivant", "suivante", "plus", "weiter", "siguiente", "»", "›", "→", ">"})
NUMBERS = ("page", "p", "pg", "pagina", "seite")


def of_html(page: Page) -> Proposal:
    """A listing where links of one kind abound, otherwise an ad's own page."""
    groups = _groups(page)
    selector, urls = max(groups.items(), key=lambda group: _weight(group[1]), default=("", {}))
    feeds = tuple(f"the site has a feed, which is gentler to read: {url}" for url in _feeds(page))
    if len(urls) < FEWEST or (ad_page.schema_types(page) and len(urls) < 2 * FEWEST):
        note = "say which links lead to ads (read.links) and where the listing starts (start): this is an ad's own page"
        ad, notes = ad_page.of_ad(page)
        return Proposal({"how": "listing", "links": "a", "ad": ad}, Role.AD, (note, *notes, *feeds))
    read = {"how": "listing", "links": selector, **_next(page), "ad": {}}
    return Proposal(read, Role.LIST, feeds, Follow(next(iter(urls)), Role.AD))


def _groups(page: Page) -> dict[str, dict[str, str]]:
    """Selector -> address -> text, of the links that stay on the site and are not in menus."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    base, host = base_of(page.url, page.html), urlsplit(page.url).netloc
    for node in page.html.css("a[href]"):
        url = absolute(base, attribute(node, "href"))
        if url and urlsplit(url).netloc == host and url != page.url and not is_beside(node):
            groups[path_to(node)].setdefault(url, node.text(strip=True))
    return groups


def _weight(urls: dict[str, str]) -> int:
    """Titles of ads are many and long, unlike the words of a menu."""
    return sum(min(len(text), 80) for text in urls.values()) if len(urls) >= FEWEST else 0


def _next(page: Page) -> dict[str, Any]:
    found = next((css for css in NEXT if page.html.css_first(css) is not None), None)
    worded = found or next((name_of(node) for node in page.html.css("a[href]") if _says_next(node)), None)
    if worded and worded != "a":
        return {"next": worded}
    number = next((name for node in page.html.css("a[href]") for name in _numbers(node)), None)
    return {"pages": {"parameter": number}} if number else {}


def _says_next(node: LexborNode) -> bool:
    return node.text(strip=True).lower() in WORDS


def _numbers(node: LexborNode) -> Iterator[str]:
    """Query parameters that number the second page."""
    for name, value in parse_qsl(urlsplit(attribute(node, "href")).query):
        if name in NUMBERS and value == "2":
            yield name


def _feeds(page: Page) -> list[str]:
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    links = (node for node in page.html.css("link[rel=alternate]") if attribute(node, "type") in kinds)
    return [url for node in links if (url := absolute(page.url, attribute(node, "href")))]
