"""Listing pages and ad pages, by CSS selectors."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.how import Css, HtmlAd, Listing
from spiders.read.page import Draft, Follow, Page, Role, Step
from spiders.read.urls import absolute, base_of
from spiders.text import text_of, tidy


def read(page: Page, how: Listing) -> Step:
    """Links of a listing page, or the ad of an ad page. Raises UnreadableError."""
    if page.role is Role.AD:
        return Step(ads=(read_ad(page, how.ad),))
    links = [Follow(url, Role.AD) for url in _links(page, how.links)]
    following = [Follow(url, Role.LIST) for url in _links(page, how.next)[:1]] if how.next else []
    return Step(follow=tuple(dict.fromkeys([*links, *following])))


def read_ad(page: Page, ad: HtmlAd) -> Draft:
    """The ad on its page; parts that are not there are empty."""
    html = page.html
    return Draft(
        key=value(html, ad.key),
        url=page.url,
        title=value(html, ad.title).replace("\n", " "),
        body=value(html, ad.body),
        posted_at=value(html, ad.posted_at),
        country=value(html, ad.country),
        fields={name: found for name, css in ad.fields.items() if (found := value(html, css))},
    )


def value(html: LexborHTMLParser, css: Css | None) -> str:
    """What a selector finds first, in normal form; empty when nothing."""
    node = html.css_first(css.css) if css else None
    if css is None or node is None:
        return ""
    return tidy(_attribute(node, css.attr)) if css.attr else text_of(node)


def _links(page: Page, css: Css) -> list[str]:
    return list(_each_link(page, css))


def _each_link(page: Page, css: Css) -> Iterator[str]:
    base = base_of(page.url, page.html)
    for node in page.html.css(css.css):
        href = _attribute(node, css.attr or "href")
        url = absolute(base, href) if href else None
        if url:
            yield url


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
