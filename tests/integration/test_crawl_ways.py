"""Ways to read that no simulated site needs, crawled for real: feeds, numbered pages, offsets, schema.org data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Engines
from tests.integration.crawls import Installation, installation
from tests.integration.local_site import LocalSite, local_site, page

pytestmark = pytest.mark.engines
AD = {"key": "id", "title": "title", "body": "title"}


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path) as made:
        yield made


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        yield served


def rss(*keys: str, following: str = "") -> str:
    link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="{following}"/>' if following else ""
    entries = "".join(f"<item><guid>{key}</guid><title>Bed</title></item>" for key in keys)
    return f"<rss><channel>{link}{entries}</channel></rss>"


def items(*keys: str) -> str:
    return json.dumps([{"id": key, "title": "Bed"} for key in keys])


def product(key: str) -> str:
    inside = f'<b itemprop="sku">{key}</b><i itemprop="name">Bed</i>'
    return f'<div itemscope itemtype="https://schema.org/Product">{inside}</div>'


LINKS = '<ul><li><a href="/ad/1">Bed</a></li></ul>'
WAYS: dict[str, tuple[dict[str, Any], dict[str, tuple[str, str]], list[str]]] = {
    "a feed and its older entries": (
        {"how": "feed"},
        {
            "/list": (rss("1", "2", following="/list?page=2"), "application/rss+xml"),
            "/list?page=2": (rss("3"), "application/rss+xml"),
        },
        ["1", "2", "3"],
    ),
    "offsets until nothing comes": (
        {"how": "json", "items": "@", "pages": {"parameter": "skip", "first": 0, "step": 2}, "ad": AD},
        {
            "/list": (items("1", "2"), "application/json"),
            "/list?skip=2": (items("3"), "application/json"),
            "/list?skip=4": ("[]", "application/json"),
        },
        ["1", "2", "3"],
    ),
    "numbered pages of a site that repeats its last one": (
        {"how": "listing", "links": "li > a", "pages": {"parameter": "page"}, "ad": {"type": "Product"}},
        {
            "/list": (LINKS, "text/html"),
            "/list?page=2": (LINKS, "text/html"),
            "/list?page=3": (LINKS, "text/html"),
            "/ad/1": (product("1"), "text/html"),
        },
        ["1"],
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_crawled(here: Installation, site: LocalSite, name: str) -> None:
    read, pages, keys = WAYS[name]
    site.pages.update({path: page(body, kind) for path, (body, kind) in pages.items()})
    here.pack(read=read)
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.reasons) == (0, ())
    assert sorted(ad.key for ad in here.ads()) == keys
    assert "/list?page=3" not in site.asked  # the second page held nothing new
