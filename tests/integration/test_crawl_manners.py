"""How a crawl treats a site: it waits when asked, keeps one pace with its neighbours, and stops when told to."""

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from spiders import switch
from spiders.opt_out import OptOut
from spiders.pace import Pace
from tests.integration.crawls import Installation, fill, listing
from tests.integration.local_site import LocalSite, Send, local_site, page
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        fill(served, 3)
        yield served


def once(first: Callable[[], Send], then: Send) -> Send:
    """Answers the first request in one way and all others in another."""
    answers = [first]

    def send(handler: BaseHTTPRequestHandler) -> None:
        (answers.pop()() if answers else then)(handler)

    return send


def busy(status: int, retry_after: str) -> Send:
    return page("later", status=status, Retry_After=retry_after)


def in_two_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


@pytest.mark.parametrize(
    ("status", "retry_after"), [(429, in_two_seconds), (503, lambda: "1")], ids=["429, a date", "503, seconds"]
)
def test_a_site_that_asks_for_a_pause_gets_it_and_is_asked_more_slowly(
    here: Installation, site: LocalSite, status: int, retry_after: Callable[[], str]
) -> None:
    """Fault 3: 429 with Retry-After, as a date and in seconds."""
    site.pages["/ad/0"] = once(lambda: busy(status, retry_after()), site.pages["/ad/0"])
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, site.asked.count("/ad/0")) == (0, 3, 2)
    assert (ended.report.finished_at - ended.report.started_at).total_seconds() > 1


@pytest.mark.parametrize(("retry_after", "asked"), [("3600", 1), ("0", 3)])
def test_a_crawl_gives_up_politely(here: Installation, site: LocalSite, retry_after: str, asked: int) -> None:
    """Fault 3: a pause too long to wait for, or asked for again and again, ends the crawl as blocked."""
    site.pages["/list"] = busy(429, retry_after)
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.blocked) == (4, {"too_many_requests": 1})
    assert site.asked.count("/list") == asked


def test_the_next_crawl_of_a_site_that_asked_for_a_long_pause_does_not_ask_at_all(
    here: Installation, site: LocalSite
) -> None:
    here.pack(pace={"delay_s": 0.01, "concurrency": 1})
    Pace(here.home / "pace").hold(f"127.0.0.1:{site.port}", time.time() + 3600, time.time())
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.blocked, site.asked) == (4, {"too_many_requests": 1}, [])


def test_two_sources_of_one_host_share_one_pace(here: Installation, site: LocalSite) -> None:
    """And each keeps the distance that the other wants."""
    seen: list[float] = []

    def noted(answer: Send) -> Send:
        def send(handler: BaseHTTPRequestHandler) -> None:
            seen.append(time.monotonic())
            answer(handler)

        return send

    site.pages = {path: noted(answer) for path, answer in site.pages.items()}
    site.pages["/robots.txt"] = noted(page("", status=404))
    for name in ("invented", "neighbour"):
        here.pack(name=name, pace={"delay_s": 0.4, "concurrency": 2})
    with here.crawling("invented", site.base) as one, here.crawling("neighbour", site.base) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    gaps = [later - earlier for earlier, later in pairwise(seen)]
    assert len(seen) == 10
    assert min(gaps) > 0.3  # a little less than 0.4: threads of the site wake late
    assert sum(gaps) >= 9 * 0.39


def test_a_crawl_delay_in_robots_txt_is_kept_and_who_asks_is_said(here: Installation, site: LocalSite) -> None:
    agents: set[str | None] = set()

    def noting(answer: Send) -> Send:
        def send(handler: BaseHTTPRequestHandler) -> None:
            agents.add(handler.headers.get("User-Agent"))
            answer(handler)

        return send

    site.pages["/robots.txt"] = page("User-agent: adwatch\nCrawl-delay: 0.7", "text/plain")
    site.pages = {path: noting(answer) for path, answer in site.pages.items()}
    ended = here.crawl("invented", site.base, contact="https://adwatch.example/crawler")
    assert (ended.code, agents) == (0, {"adwatch/1 (+https://adwatch.example/crawler)"})
    assert (ended.report.finished_at - ended.report.started_at).total_seconds() > 3 * 0.7


def test_of_an_endless_robots_txt_the_beginning_holds(here: Installation, site: LocalSite) -> None:
    """Fault 13: robots.txt of 10 MB."""
    robots = b"User-agent: *\nDisallow: /ad/1\n" + b"# x\n" * 2_500_000
    site.pages["/robots.txt"] = page(robots, "text/plain")
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, "/ad/1" in site.asked) == (4, 2, False)


def test_a_disallow_in_the_middle_of_a_crawl_holds_once_the_rules_are_read_again(
    here: Installation, site: LocalSite
) -> None:
    """Fault 13: disallow all mid-crawl."""

    def listed(handler: BaseHTTPRequestHandler) -> None:
        site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /", "text/plain")
        time.sleep(0.3)  # the rules grow old
        listing("/ad/0", "/ad/1")(handler)

    site.pages["/list"] = listed
    ended = here.crawl("invented", site.base, robots_s=0.2)
    assert (ended.code, ended.report.blocked) == (4, {"robots": 2})
    assert site.asked == ["/robots.txt", "/list", "/robots.txt"]


def slow_site(site: LocalSite) -> None:
    """Fifty ads, and one in the middle that never comes."""
    fill(site, 50)

    def never(handler: BaseHTTPRequestHandler) -> None:
        page(b"", Content_Length="10")(handler)
        while not handler.wfile.closed:
            time.sleep(0.2)  # the fault itself
            handler.connection.send(b"")

    ads = [f"/ad/{number}" for number in range(50)]
    site.pages["/list"] = listing(*ads[:40], "/never", *ads[40:])
    site.pages["/never"] = never


def test_the_stop_switch_ends_a_running_crawl_within_ten_seconds(here: Installation, site: LocalSite) -> None:
    slow_site(site)
    here.pack(pace={"delay_s": 0.01, "concurrency": 1})
    with here.crawling("invented", site.base, timeout_s=60) as running:
        wait_for(lambda: "/never" in site.asked, "the page that never ends")
        switch.stop(here.home, switch.ALL, "test")
        began = time.monotonic()
        out, _ = running.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert (running.returncode, "stopped" in out) == (3, True)
    assert len(here.ads()) == len([path for path in site.asked if path.startswith("/ad/")])

    again = here.crawl("invented", site.base)
    assert (again.code, "stopped by an operator (test)" in again.log) == (2, True)


def test_the_stop_switch_is_a_command(here: Installation, site: LocalSite) -> None:
    def sources(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [*here.command("")[:3], "sources", *arguments]
        return subprocess.run(command, env=here.environment(site.base), capture_output=True, text=True, check=False)

    assert sources("stop", "invented", "--why", "their letter").returncode == 0
    assert "their letter" in here.crawl("invented", site.base).log
    assert sources("resume", "invented").returncode == 0
    assert sources("opt-out", f"127.0.0.1:{site.port}/ad/1", "--note", "their mail").returncode == 0
    assert "their mail" in sources("opt-out").stdout
    ended = here.crawl("invented", site.base)
    assert (ended.report.failed, "/ad/1" in site.asked) == ({"refused": 1}, False)
    assert sources("stop").returncode == 2


def test_a_source_whose_owner_asked_not_to_be_read_is_not(here: Installation, site: LocalSite) -> None:
    OptOut(here.home).add("127.0.0.1")
    ended = here.crawl("invented", site.base)
    assert (ended.code, "asked not to be read" in ended.log, site.asked) == (2, True, [])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page("<title>Just a moment...</title>", status=503), "captcha"),
        (page("", status=302, Location="https://accounts.other.example/x"), "login"),
    ],
)
def test_pages_that_want_a_person_are_left_alone_at_once(
    here: Installation, site: LocalSite, answer: Send, reason: str
) -> None:
    """Fault 2: 200 with a login, captcha or consent page; no retry, no way around."""
    site.pages["/list"] = answer
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.blocked) == (4, {reason: 1})
    assert site.asked == ["/robots.txt", "/list"]


def test_an_ill_site_is_left_alone(here: Installation, site: LocalSite) -> None:
    """Fault 4: a storm of 500, 502 and 503: bounded retries, run degraded, and an end to it."""
    fill(site, 100)
    for number in range(100):
        site.pages[f"/ad/{number}"] = page("", status=(500, 502, 503)[number % 3])
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.finish_reason) == (3, "server_errors")
    assert 20 <= len(site.asked) < 40
