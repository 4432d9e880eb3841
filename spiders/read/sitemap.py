"""Sitemaps (https://www.sitemaps.org/protocol.html) that lead to ad pages."""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]  # comes with Scrapy

from spiders.how import Sitemap
from spiders.read import ad_page
from spiders.read.bounds import UnreadableError, gunzip
from spiders.read.page import Follow, Page, Role, Step
from spiders.read.urls import absolute, path_is_under

MAX_BYTES = 50 * 1024 * 1024  # what the protocol allows a sitemap to be
LEADS_TO = {"url": Role.AD, "sitemap": Role.SITEMAP}


def read(page: Page, how: Sitemap) -> Step:
    """Addresses of a sitemap or an index of them, or the ads of a page. Raises UnreadableError."""
    if page.role is Role.AD:
        return ad_page.read(page, how.ad)
    follow = (each for each in _locations(page) if each.role is Role.SITEMAP or path_is_under(each.url, how.under))
    return Step(follow=tuple(dict.fromkeys(follow)))


def _locations(page: Page) -> Iterator[Follow]:
    for element in _entries(gunzip(page.body, MAX_BYTES)):
        url = absolute(page.url, element.findtext("{*}loc") or "")
        if url and url != page.url:
            role = LEADS_TO[etree.QName(element).localname]
            yield Follow(url, role, modified=(element.findtext("{*}lastmod") or "").strip())


def _entries(xml: bytes) -> Iterator[etree._Element]:
    """Every <url> and <sitemap>. Entities are not resolved and nothing is fetched: the document is somebody else's."""
    try:
        for _, element in etree.iterparse(
            BytesIO(xml), tag=["{*}url", "{*}sitemap"], resolve_entities=False, no_network=True, huge_tree=False
        ):
            yield element
            element.clear()
    except etree.XMLSyntaxError:
        raise UnreadableError("bad_xml") from None
