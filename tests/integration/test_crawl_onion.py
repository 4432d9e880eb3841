"""Onion sources: every request goes through the operator's proxy, robots.txt included; no name is looked up here."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from spiders import switch
from tests.conftest import Engines
from tests.integration.crawls import Installation, ad_page, installation, listing
from tests.integration.local_site import LocalSite, local_site, page, redirect
from tests.integration.socks import Socks, socks_server

pytestmark = pytest.mark.engines
ONION = "adwatchexampleonlyadwatchexampleonlyadwatchexampleonlyab.onion"


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        served.pages.update({"/list": listing("/ad/1", "/moved"), "/ad/1": ad_page("1"), "/ad/2": ad_page("2")})
        served.pages.update({"/moved": redirect("/ad/2"), "/robots.txt": page("User-agent: *\nAllow: /", "text/plain")})
        yield served


@pytest.fixture
def proxy(site: LocalSite) -> Iterator[Socks]:
    with socks_server(site.port) as running:
        yield running


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path) as made:
        made.pack(onion=True, local_test_site=False, start=[f"http://{ONION}/list"], pace={"delay_s": 1})
        made.options["contact"] = "https://adwatch.example/crawler"
        yield made


def test_every_request_passes_the_proxy_by_name(here: Installation, site: LocalSite, proxy: Socks) -> None:
    ended = here.crawl("invented", site.base, onion_proxy=proxy.address)
    assert (ended.code, ended.report.reasons) == (0, ())
    assert {ad.key for ad in here.ads()} == {"1", "2"}
    assert site.asked[0] == "/robots.txt"
    assert sorted(site.asked) == ["/ad/1", "/ad/2", "/list", "/moved", "/robots.txt"]
    assert set(proxy.asked) == {(ONION, 80)}
    # the site saw as many connections as the proxy made: nothing came past it
    assert site.connections == len(proxy.asked)


def test_without_a_proxy_nothing_is_asked_for(here: Installation, site: LocalSite, proxy: Socks) -> None:
    ended = here.crawl("invented", site.base)
    assert (ended.code, "crawl.onion_proxy" in ended.log) == (2, True)
    assert (site.asked, proxy.asked) == ([], [])


def test_a_proxy_that_is_away_is_not_passed_by(here: Installation, site: LocalSite) -> None:
    ended = here.crawl("invented", site.base, onion_proxy="socks5://127.0.0.1:1")
    assert (ended.code, ended.report.pages, site.asked) == (3, 0, [])


def test_the_stop_switch_cuts_a_page_that_never_ends(here: Installation, site: LocalSite, proxy: Socks) -> None:
    asked = threading.Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        handler.rfile.read(1)  # until the other side hangs up

    site.pages["/list"] = silent
    with here.crawling("invented", site.base, onion_proxy=proxy.address) as running:
        assert asked.wait(60)
        switch.stop(here.home, switch.ALL, "test")
        began = time.monotonic()
        out, _ = running.communicate(timeout=60)
    assert (running.returncode, "stopped" in out) == (3, True)
    assert time.monotonic() - began < 10
