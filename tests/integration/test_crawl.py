"""`adwatch crawl`: every run is judged for what it did, and no ad is lost."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import psutil
import pytest

from spiders.outbox import path_of
from tests.integration.crawls import NOWHERE, Installation, ad_page, fill, listing
from tests.integration.local_site import LocalSite, Send, local_site, page
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        yield served


def test_a_good_crawl(here: Installation, site: LocalSite) -> None:
    fill(site, 30)
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.outcome, ended.report.reasons) == (0, "good", ())
    assert (ended.report.pages, ended.report.scraped, ended.report.acknowledged) == (31, 30, 30)
    assert sorted(ad.key for ad in here.ads()) == sorted(map(str, range(30)))
    assert here.reports() == [ended.report]
    assert "Room to let" not in ended.log
    assert site.asked[0] == "/robots.txt"


def test_a_wrong_source_file_starts_nothing(here: Installation, site: LocalSite) -> None:
    here.pack(pace=None)
    ended = here.crawl("invented", site.base)
    assert ended.code == 2
    assert "source.yml:1: pace: missing" in ended.log
    assert site.asked == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"enabled": False}, "switched off"),
        ({"local_test_site": False, "start": ["https://ads.example/"], "pace": {"delay_s": 5}}, "contact address"),
        (
            {"local_test_site": False, "start": ["https://ads.example/"], "pace": {"delay_s": 5},
             "terms_reviewed_on": "2020-01-01"},
            "review them again",
        ),
    ],
)  # fmt: skip
def test_a_source_that_may_not_be_crawled_is_not(
    here: Installation, site: LocalSite, changes: dict[str, object], says: str
) -> None:
    here.pack(**changes)
    ended = here.crawl("invented", site.base)
    assert (ended.code, says in ended.log) == (2, True)


@pytest.fixture
def silent_broker() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("broker", ["unreachable", "silent"])
def test_without_a_broker_ads_wait_in_the_outbox_and_go_out_next_time(
    here: Installation, site: LocalSite, silent_broker: str, broker: str
) -> None:
    fill(site, 20)
    bootstrap = NOWHERE if broker == "unreachable" else silent_broker
    first = here.crawl("invented", site.base, bootstrap=bootstrap, broker_wait_s=1, window=5)
    assert (first.code, first.report.outcome) == (5, "undelivered")
    assert (first.report.scraped, first.report.acknowledged, first.report.outbox) == (20, 0, 20)
    outbox = path_of(here.home, "invented")
    assert outbox.stat().st_mode & 0o777 == 0o600

    del site.pages["/ad/0"]  # an ad that only the outbox still has
    second = here.crawl("invented", site.base)
    assert (second.code, second.report.replayed) == (0, 41)  # 20 ads, their sightings, the report of the first crawl
    assert not outbox.exists()
    assert {ad.key for ad in here.ads()} == set(map(str, range(20)))
    assert [report.outcome for report in here.reports()] == ["undelivered", "good"]


def test_no_ads_is_degraded(here: Installation, site: LocalSite) -> None:
    site.pages["/list"] = page("<p>Our new design</p>")
    ended = here.crawl("invented", site.base)
    assert ended.code == 3
    assert "0 ads, expected at least 1" in ended.report.reasons


def test_a_site_that_refuses_us_is_left_alone_at_once(here: Installation, site: LocalSite) -> None:
    site.pages["/list"] = page("<form><input type=password name=p></form>")
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.outcome, ended.report.blocked) == (4, "blocked", {"login": 1})
    assert site.asked == ["/robots.txt", "/list"]


@pytest.mark.parametrize(
    ("robots", "code", "pages"),
    [
        (page("User-agent: *\nDisallow: /", "text/plain"), 4, 0),
        (page("User-agent: adwatch\nDisallow: /ad/1", "text/plain"), 4, 9),
        (page("", status=503), 3, 0),
    ],
)
def test_robots_txt_is_obeyed(here: Installation, site: LocalSite, robots: Send, code: int, pages: int) -> None:
    fill(site, 10)
    site.pages["/robots.txt"] = robots
    ended = here.crawl("invented", site.base)
    assert ended.code == code
    assert len([path for path in site.asked if path != "/robots.txt"]) in (pages, pages + 1)
    assert "/ad/1" not in site.asked or code == 0


def test_ads_that_vanish_while_we_read_are_no_fault(here: Installation, site: LocalSite) -> None:
    fill(site, 5)
    del site.pages["/ad/3"]
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, ended.report.unread) == (0, 4, {"status_404": 1})


def test_server_errors_are_tried_again_and_then_told(here: Installation, site: LocalSite) -> None:
    fill(site, 5)
    site.pages["/ad/3"] = page("", status=500)
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, ended.report.unread) == (3, 4, {"status_500": 1})
    assert site.asked.count("/ad/3") == 3


def test_an_ad_on_two_pages_is_published_once(here: Installation, site: LocalSite) -> None:
    """Fault 14: the same ad on two addresses."""
    site.pages.update({"/list": listing("/ad/a", "/ad/b"), "/ad/a": ad_page("1"), "/ad/b": ad_page("1")})
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, ended.report.dropped) == (0, 1, {"duplicate": 1})


def test_a_limited_crawl_stops(here: Installation, site: LocalSite) -> None:
    fill(site, 200)
    ended = here.crawl("invented", site.base, "--max-pages", "20")
    assert ended.code == 0
    assert ended.report.scraped < 60


class Gate:
    """Answers only when it is opened; says when somebody waits."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.reached.set()
        self.open.wait(60)
        page("")(handler)


@pytest.fixture
def gate(site: LocalSite) -> Iterator[Gate]:
    """A site with ten ads and one more whose page hangs."""
    fill(site, 10)
    site.pages["/list"] = listing(*(f"/ad/{number}" for number in range(10)), "/gate")
    site.pages["/gate"] = made = Gate()
    yield made
    made.open.set()


def test_sigterm_delivers_what_was_found(here: Installation, site: LocalSite, gate: Gate) -> None:
    with here.crawling("invented", site.base) as running:
        wait_for(lambda: len([path for path in site.asked if path.startswith("/ad/")]) == 10, "ten ads asked for")
        assert gate.reached.wait(30)
        running.send_signal(signal.SIGTERM)
        gate.open.set()
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "shutdown" in out
    assert {ad.key for ad in here.ads()} == set(map(str, range(10)))


def test_one_crawl_of_a_source_at_a_time(here: Installation, site: LocalSite, gate: Gate) -> None:
    with here.crawling("invented", site.base) as running:
        assert gate.reached.wait(30)
        second = here.crawl("invented", site.base)
        assert (second.code, f"process {running.pid}" in second.log) == (3, True)


def test_a_crawl_opens_no_port(here: Installation, site: LocalSite, gate: Gate) -> None:
    with here.crawling("invented", site.base) as running:
        assert gate.reached.wait(30)
        connections = psutil.Process(running.pid).net_connections()
        assert [each.laddr for each in connections if each.status == psutil.CONN_LISTEN] == []


def test_a_crawl_does_not_outlive_its_parent(here: Installation, site: LocalSite, gate: Gate) -> None:
    starts = (
        "import subprocess, sys; child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(child.pid, flush=True); child.wait()"
    )
    command = [sys.executable, "-c", starts, *here.command("invented", guarded=True)]
    with subprocess.Popen(command, env=here.environment(site.base), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        crawl = psutil.Process(int(parent.stdout.readline()))
        assert gate.reached.wait(30)
        os.kill(parent.pid, signal.SIGKILL)
    gate.open.set()
    psutil.wait_procs([crawl], timeout=30)
    assert not crawl.is_running()


def test_removed_ads_on_a_site_with_a_log_in_form_are_no_refusal(here: Installation, site: LocalSite) -> None:
    """The form is on every page; only pages in a row without any ad are a refusal of all."""
    fill(site, 12)
    for number in (1, 4, 7, 10):
        site.pages[f"/ad/{number}"] = page("<form><input type=password></form><p>This ad was removed.</p>")
    here.pack(pace={"delay_s": 0, "concurrency": 1})
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, ended.report.blocked) == (3, 8, {"login": 4})
