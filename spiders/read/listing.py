"""Listing pages, by CSS selectors: they lead to ad pages and to each other."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from spiders.how import Css, Listing
from spiders.read import ad_page
from spiders.read.html import attribute, value
from spiders.read.page import Follow, Page, Role, Step
from spiders.read.paging import after
from spiders.read.urls import absolute, base_of


def read(page: Page, how: Listing) -> Step:
    """Links of a listing page, or the ad of an ad page. Raises UnreadableError."""
    if page.role is Role.AD:
        return ad_page.read(page, how.ad)
    links = [Follow(url, Role.AD) for url in _links(page, how.links)]
    following = after(page.url, how, _next(page, how), has_ads=bool(links))
    return Step(follow=tuple(dict.fromkeys([*links, *following])))


def _next(page: Page, how: Listing) -> str:
    if how.next is None:
        return ""
    return value(page.html, how.next) if how.cursor else next(_links(page, how.next), "")


def _links(page: Page, css: Css) -> Iterator[str]:
    base = base_of(page.url, page.html)
    for node in page.html.css(css.css):
        url = absolute(base, href) if (href := _address(node, css)) else None
        if url:
            yield url


def _address(node: LexborNode, css: Css) -> str:
    return attribute(node, css.attr or "href")
