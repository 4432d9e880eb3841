"""Hostile sites: nothing they send takes more than its bound, nothing leads us where we must not go."""

import gzip
import resource
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from itertools import repeat
from pathlib import Path

import pytest

from tests.conftest import Engines
from tests.integration.crawls import Installation, ad_page, fill, installation, listing
from tests.integration.local_site import LocalSite, local_site, page, redirect

pytestmark = pytest.mark.engines
MIB = 1024 * 1024


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path) as made:
        made.pack()
        yield made


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """A site with one good ad and one bad one."""
    with local_site() as served:
        served.pages["/list"] = listing("/good", "/bad")
        served.pages["/good"] = ad_page("good")
        yield served


@pytest.fixture
def other() -> Iterator[LocalSite]:
    """Another service on this machine, which nobody may reach through a crawl."""
    with local_site() as served:
        fill(served, 1)
        yield served


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/", "http://10.0.0.1/", "http://[::1]:9200/", "file:///etc/hostname", "OTHER"]
)
def test_redirects_to_inner_addresses_are_refused(
    here: Installation, site: LocalSite, other: LocalSite, to: str
) -> None:
    site.pages["/bad"] = redirect(to.replace("OTHER", other.base + "/list"))
    ended = here.crawl("invented", site.base)
    assert (ended.report.scraped, other.asked) == (1, [])
    # Scrapy itself does not follow a redirect to a file; the page is then one we cannot read.
    assert ended.report.failed == {"refused": 1} or ended.report.unread == {"status_302": 1}
    assert ended.code == 3


def test_a_robots_txt_that_redirects_inside_is_refused(here: Installation, site: LocalSite, other: LocalSite) -> None:
    site.pages["/robots.txt"] = redirect(other.base + "/list")
    ended = here.crawl("invented", site.base)
    assert other.asked == []
    assert ended.report.scraped == 0


def test_a_name_that_resolves_to_loopback_is_refused_at_connect_time(here: Installation, site: LocalSite) -> None:
    start = [site.base.replace("127.0.0.1", "localhost") + "/list"]
    here.pack(local_test_site=False, start=start, pace={"delay_s": 1})
    ended = here.crawl("invented", site.base, contact="https://adwatch.example/crawler")
    assert ended.code == 3
    assert "address refused" in ended.log
    assert site.asked == []


def test_an_image_is_cut_at_its_header(here: Installation, site: LocalSite) -> None:
    sent = 0

    def image(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        page(b"", "image/jpeg", Content_Length=str(50 * MIB))(handler)
        for chunk in repeat(b"x" * MIB, 50):
            handler.wfile.write(chunk)
            sent += len(chunk)

    site.pages["/bad"] = image
    ended = here.crawl("invented", site.base)
    assert ended.report.failed == {"content_type": 1}
    assert sent < 10 * MIB  # what fits into the buffers between us
    assert ended.report.scraped == 1


def test_a_gzip_bomb_is_cut(here: Installation, site: LocalSite) -> None:
    bomb = gzip.compress(b"\0" * (300 * MIB), 1)
    site.pages["/bad"] = page(bomb, Content_Encoding="gzip")
    ended = here.crawl("invented", site.base)
    assert (ended.report.failed, ended.report.scraped) == ({"too_large": 1}, 1)
    peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak_kib < 300 * 1024


def test_a_page_that_is_too_large_is_cut(here: Installation, site: LocalSite) -> None:
    site.pages["/bad"] = page(b"x" * (9 * MIB))
    ended = here.crawl("invented", site.base)
    assert (ended.report.failed, ended.report.scraped) == ({"too_large": 1}, 1)


def test_a_drip_is_cut(here: Installation, site: LocalSite) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        page(b"", Content_Length="100000")(handler)
        for _ in range(600):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)  # the fault itself, not a wait

    site.pages["/bad"] = drip
    ended = here.crawl("invented", site.base, timeout_s=1)
    assert (ended.report.failed, ended.report.scraped) == ({"timeout": 1}, 1)
    assert (ended.report.finished_at - ended.report.started_at).total_seconds() < 30


@pytest.mark.parametrize("markup", ["<div>" * 200_000, "<b>x</b>" * 900_000], ids=["deep", "many"])
def test_markup_made_to_stall_a_parser_is_refused(here: Installation, site: LocalSite, markup: str) -> None:
    site.pages["/bad"] = page(markup)
    ended = here.crawl("invented", site.base)
    assert (ended.report.unread, ended.report.scraped) == ({"too_many_tags": 1}, 1)


def test_a_redirect_loop_ends(here: Installation, site: LocalSite) -> None:
    site.pages["/bad"] = redirect("/bad?again")
    site.pages["/bad?again"] = redirect("/bad")
    ended = here.crawl("invented", site.base)
    assert (ended.report.failed, ended.report.scraped) == ({"redirects": 1}, 1)
    assert len(site.asked) < 12


def test_a_connection_that_is_cut_is_told(here: Installation, site: LocalSite) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        page(b"half", Content_Length="1000")(handler)
        handler.close_connection = True

    site.pages["/bad"] = cut
    ended = here.crawl("invented", site.base)
    assert ended.report.scraped == 1
    assert sum(ended.report.failed.values()) == 1
    assert ended.code == 3


def test_cookies_are_never_sent_back(here: Installation, site: LocalSite) -> None:
    cookies: list[str | None] = []
    good = site.pages["/good"]

    def ad(handler: BaseHTTPRequestHandler) -> None:
        cookies.append(handler.headers.get("Cookie"))
        good(handler)

    site.pages["/list"] = page('<ul><li><a href="/good">ad</a></li></ul>', Set_Cookie="session=1")
    site.pages["/good"] = ad
    assert here.crawl("invented", site.base).code == 0
    assert cookies == [None]
