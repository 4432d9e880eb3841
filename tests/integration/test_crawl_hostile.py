"""Hostile sites: nothing they send takes more than its bound, nothing leads us where we must not go.

One crawl meets all attacks at once, beside one good ad; each test is one fact about it.
"""

import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import repeat
from pathlib import Path

import pytest

from schemas.codec import decode
from schemas.events import CrawlReport
from tests.conftest import Engines
from tests.integration.crawls import Installation, ad_page, fill, installation, listing
from tests.integration.local_site import LocalSite, local_site, page, redirect

pytestmark = pytest.mark.engines
MIB = 1024 * 1024
INNER = ("http://169.254.169.254/latest/", "http://10.0.0.1/", "http://[::1]:9200/", "http://2130706433/")


@dataclass(frozen=True)
class Attack:
    """What happened in the crawl that met all attacks."""

    report: CrawlReport
    asked: list[str]
    asked_of_other: list[str]  # another service on this machine, which nobody may reach through a crawl
    peak: int  # most memory the crawl ever had, bytes
    image_sent: int
    cookies: list[str | None]


def bomb(size: int) -> bytes:
    """Nothing but zeros, packed."""
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(b"\0" * MIB) for _ in range(size // MIB)) + packer.flush()


def drip(handler: BaseHTTPRequestHandler) -> None:
    page(b"", Content_Length="100000")(handler)
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)  # the fault itself, not a wait


def cut(handler: BaseHTTPRequestHandler) -> None:
    page(b"half", Content_Length="1000")(handler)
    handler.close_connection = True


def peak_of(pid: int) -> int:
    """The most memory a process ever had, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.fixture(scope="module")
def here(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path_factory.mktemp("hostile")) as made:
        made.pack()
        yield made


@pytest.fixture(scope="module")
def attack(here: Installation) -> Attack:
    with local_site() as site, local_site() as other:
        fill(other, 1)
        image_sent, peak = [0], 0
        cookies: list[str | None] = []

        def image(handler: BaseHTTPRequestHandler) -> None:
            page(b"", "image/jpeg", Content_Length=str(50 * MIB))(handler)
            for chunk in repeat(b"x" * MIB, 50):
                handler.wfile.write(chunk)
                image_sent[0] += len(chunk)

        def good(handler: BaseHTTPRequestHandler) -> None:
            cookies.append(handler.headers.get("Cookie"))
            ad_page("good")(handler)

        bad = {
            **{f"/inner/{number}": redirect(to) for number, to in enumerate(INNER)},
            "/other": redirect(other.base + "/list"),
            "/file": redirect("file:///etc/hostname"),
            "/image": image,
            "/bomb": page(bomb(300 * MIB), Content_Encoding="gzip"),
            "/large": page(b"x" * (9 * MIB)),
            "/deep": page("<div>" * 200_000),
            "/many": page("<b>x</b>" * 900_000),
            "/loop": redirect("/loop"),
            "/chain": redirect("/chain?0"),
            "/drip": drip,
            "/cut": cut,
        }
        chain = {f"/chain?{number}": redirect(f"/chain?{number + 1}") for number in range(20)}
        links = "".join(f'<li><a href="{path}">ad</a></li>' for path in ("/good", *bad))
        site.pages = {"/list": page(links, Set_Cookie="session=1"), "/good": good, **bad, **chain}

        with here.crawling("invented", site.base, timeout_s=2) as running:
            while running.poll() is None:
                if sys.platform == "linux":
                    with suppress(OSError, StopIteration):  # it just ended
                        peak = peak_of(running.pid)
                time.sleep(0.02)  # between two looks
            report = decode(CrawlReport, running.communicate()[0].strip().encode())
        return Attack(report, site.asked, other.asked, peak, image_sent[0], cookies)


def test_the_good_ad_is_published_and_the_run_is_not_green(attack: Attack, here: Installation) -> None:
    assert (attack.report.exit_code, attack.report.acknowledged) == (3, 1)
    assert [ad.key for ad in here.ads()] == ["good"]


def test_every_attack_is_told(attack: Attack) -> None:
    assert attack.report.failed == {
        "connection_lost": 1,
        "content_type": 1,
        "redirects": 1,
        "refused": len(INNER) + 1,
        "timeout": 1,
        "too_large": 2,
    }
    # Scrapy itself follows no redirect to a file.
    assert attack.report.unread == {"status_302": 1, "too_many_tags": 2}


def test_no_redirect_reaches_another_service(attack: Attack) -> None:
    assert attack.asked_of_other == []


def test_redirects_end(attack: Attack) -> None:
    asked = attack.asked
    assert asked.count("/loop") == 1
    assert len([path for path in asked if path.startswith("/chain")]) == 6


def test_an_image_is_cut_at_its_header(attack: Attack) -> None:
    assert attack.image_sent < 10 * MIB  # what fits into the buffers between us


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_within_bounds(attack: Attack) -> None:
    assert 50 * MIB < attack.peak < 300 * MIB


def test_time_stays_within_bounds(attack: Attack) -> None:
    assert (attack.report.finished_at - attack.report.started_at).total_seconds() < 40


def test_cookies_are_never_sent_back(attack: Attack) -> None:
    assert attack.cookies == [None]


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        fill(served, 2)
        yield served


def test_a_robots_txt_that_redirects_inside_is_refused(here: Installation, site: LocalSite) -> None:
    with local_site() as other:
        site.pages["/robots.txt"] = redirect(other.base + "/list")
        ended = here.crawl("invented", site.base)
        assert other.asked == []
    assert (ended.code, ended.report.failed, site.asked) == (3, {"robots_unreachable": 1}, ["/robots.txt"])


def test_a_name_that_resolves_to_loopback_is_refused_at_connect_time(here: Installation, site: LocalSite) -> None:
    start = [site.base.replace("127.0.0.1", "localhost") + "/list"]
    here.pack(local_test_site=False, start=start, pace={"delay_s": 1})
    ended = here.crawl("invented", site.base, contact="https://adwatch.example/crawler")
    assert (ended.code, site.asked) == (3, [])
    assert "address refused" in ended.log


def test_listings_without_end_stop(here: Installation) -> None:
    with local_site() as site:
        here.pack()
        site.pages["/list"] = listing("/ad")
        site.pages["/ad"] = ad_page("1")
        for number in range(100):
            path = "/list" if number == 0 else f"/list?{number}"
            site.pages[path] = page(f'<li><a href="/ad">ad</a></li><a rel=next href="/list?{number + 1}">next</a>')
        ended = here.crawl("invented", site.base, max_depth=20)
    assert ended.code == 3
    assert "limit of 20" in " ".join(ended.report.reasons)
    assert len(site.asked) < 30
