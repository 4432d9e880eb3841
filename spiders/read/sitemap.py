"""Sitemaps (https://www.sitemaps.org/protocol.html) that lead to pages with schema.org JSON-LD."""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]  # comes with Scrapy

from spiders.how import Sitemap
from spiders.read import json_ld
from spiders.read.bounds import UnreadableError, gunzip
from spiders.read.page import Follow, Page, Role, Step
from spiders.read.urls import absolute, path_is_under

MAX_BYTES = 50 * 1024 * 1024  # what the protocol allows a sitemap to be
LEADS_TO = {"url": Role.AD, "sitemap": Role.SITEMAP}


def read(page: Page, how: Sitemap) -> Step:
    """Addresses of a sitemap or an index of them, or the ads of a page. Raises UnreadableError."""
    if page.role is Role.AD:
        return json_ld.read(page, how.type, how.ad)
    follow = (Follow(url, role) for url, role in _locations(page) if _wanted(url, role, how))
    return Step(follow=tuple(dict.fromkeys(follow)))


def _wanted(url: str, role: Role, how: Sitemap) -> bool:
    return role is Role.SITEMAP or path_is_under(url, how.under)


def _locations(page: Page) -> Iterator[tuple[str, Role]]:
    for element in _loc_elements(gunzip(page.body, MAX_BYTES)):
        parent = element.getparent()
        # images and videos have <loc> too, in elements of other names
        role = LEADS_TO.get(etree.QName(parent).localname) if parent is not None else None
        url = absolute(page.url, element.text or "") if role else None
        if url and role:
            yield url, role


def _loc_elements(xml: bytes) -> Iterator[etree._Element]:
    """Every <loc>. Entities are not resolved and nothing is fetched: the document is somebody else's."""
    try:
        for _, element in etree.iterparse(
            BytesIO(xml), tag="{*}loc", resolve_entities=False, no_network=True, huge_tree=False
        ):
            yield element
            element.clear()
    except etree.XMLSyntaxError:
        raise UnreadableError("bad_xml") from None
