"""Hostile sites: nothing they send takes more than its bound, nothing leads us where we must not go.

One crawl meets all attacks at once, beside good ads; each test is one fact about it. The numbers are those of the
project's list of faults.
"""

import datetime
import ssl
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import repeat
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # comes with Scrapy, as does zstd
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy.utils._compression import zstd  # type: ignore[attr-defined]

from schemas.codec import decode
from schemas.events import CrawlReport
from tests.conftest import Engines
from tests.integration.crawls import Installation, ad_page, fill, installation, listing
from tests.integration.local_site import LocalSite, local_site, page, redirect
from tests.unit.spiders.packs import SITEMAP

pytestmark = pytest.mark.engines
MIB = 1024 * 1024
GARBLED = (
    b"\xef\xbb\xbf<article data-id=garbled><h1>Caf\xe9</h1><div class=text>&#xD800; &#0; a\0b "
    + "\u202eneddih\u202c zero\u200bwidth ".encode()
    + b"e"
    + "\u0301".encode() * 5000
    + b"</div></article>"
)
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


def zlib_twice() -> bytes:
    """A bomb in a bomb."""
    inner = bomb(300 * MIB)
    packer = zlib.compressobj(wbits=31)
    return packer.compress(inner) + packer.flush()


def brotli_bomb(size: int) -> bytes:
    packer = brotli.Compressor(quality=1)
    return bytes(b"".join(packer.process(b"\0" * MIB) for _ in range(size // MIB)) + packer.finish())


def flood(handler: BaseHTTPRequestHandler) -> None:
    """Headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        handler.wfile.write(b"X-%d: %s\r\n" % (number, b"x" * 1000))


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
            "/bomb/br": page(brotli_bomb(100 * MIB), Content_Encoding="br"),
            "/bomb/zstd": page(zstd.compress(b"\0" * (100 * MIB)), Content_Encoding="zstd"),
            "/bomb/twice": page(zlib_twice(), Content_Encoding="gzip, gzip"),
            "/flood": flood,
            "/disguised": page(b"\xff\xd8\xff\xe0\0\x10JFIF" + b"x" * 1000),
            "/empty": page(b""),
            "/large": page(b"x" * (9 * MIB)),
            "/deep": page("<div>" * 200_000),
            "/many": page("<b>x</b>" * 900_000),
            "/loop": redirect("/loop"),
            "/chain": redirect("/chain?0"),
            "/drip": drip,
            "/cut": cut,
        }
        chain = {f"/chain?{number}": redirect(f"/chain?{number + 1}") for number in range(20)}
        links = "".join(f'<li><a href="{path}">ad</a></li>' for path in ("/good", "/garbled", *bad))
        garbled = page(GARBLED, "text/html; charset=utf-8")
        site.pages = {"/list": page(links, Set_Cookie="session=1"), "/good": good, "/garbled": garbled, **bad, **chain}

        with here.crawling("invented", site.base, timeout_s=2) as running:
            while running.poll() is None:
                if sys.platform == "linux":
                    with suppress(OSError, StopIteration):  # it just ended
                        peak = peak_of(running.pid)
                time.sleep(0.02)  # between two looks
            report = decode(CrawlReport, running.communicate()[0].strip().encode())
        return Attack(report, site.asked, other.asked, peak, image_sent[0], cookies)


def test_the_good_ad_is_published_and_the_run_is_not_green(attack: Attack, here: Installation) -> None:
    assert (attack.report.exit_code, attack.report.acknowledged) == (3, 2)
    assert sorted(ad.key for ad in here.ads()) == ["garbled", "good"]


def test_garbled_text_arrives_as_text(attack: Attack, here: Installation) -> None:
    """Fault 10: wrong charset, NUL, BOM, half a surrogate pair, RTL override, zero width, combining marks galore."""
    ad = next(ad for ad in here.ads() if ad.key == "garbled")
    assert ad.title.startswith("Caf\ufffd")
    for kept in ("\u202e", "\u200b", "\u0301" * 5000):
        assert kept in ad.body
    assert "\0" not in ad.text


def test_every_attack_is_told(attack: Attack) -> None:
    """Faults 1, 5, 6, 7, 8, 9."""
    assert attack.report.failed == {
        "connection_lost": 2,
        "content_type": 2,
        "redirects": 1,
        "refused": len(INNER) + 1,
        "timeout": 1,
        "too_large": 5,
    }
    # Scrapy itself follows no redirect to a file.
    assert attack.report.unread == {"empty": 1, "status_302": 1, "too_many_tags": 2}


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


def test_what_resolves_to_loopback_is_refused_at_connect_time(here: Installation, site: LocalSite) -> None:
    """Fault 6: a DNS name that resolves to loopback; and the address itself, however it is written."""
    hosts = ("localhost", "2130706433", "[::ffff:127.0.0.1]")
    start = [f"http://{host}:{site.port}/list" for host in hosts]
    here.pack(local_test_site=False, start=start, pace={"delay_s": 1, "concurrency": 3})
    ended = here.crawl("invented", site.base, contact="https://adwatch.example/crawler")
    assert (ended.code, site.asked) == (3, [])
    assert ended.log.count("address refused") >= len(hosts)


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


def test_sitemaps_that_lead_to_sitemaps_and_unpack_without_end_are_cut(here: Installation) -> None:
    """Fault 8: nested sitemap bomb."""
    with local_site() as site:
        here.pack(start=["/map/0"], read=SITEMAP, expect={"ads": [1, 1000]})
        laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
        site.pages = {
            "/map/bomb": page(bomb(300 * MIB), "application/gzip"),
            "/map/laughs": page(f"<!DOCTYPE x [<!ENTITY l0 'l'>{laughs}]><urlset><loc>&l9;</loc></urlset>", "text/xml"),
        }
        for number in range(200):
            further = (f"/map/{number + 1}", f"/map/{number}", *(("/map/bomb", "/map/laughs") if number == 0 else ()))
            locations = "".join(f"<sitemap><loc>{site.base}{path}</loc></sitemap>" for path in further)
            site.pages[f"/map/{number}"] = page(f"<sitemapindex>{locations}</sitemapindex>", "application/xml")
        ended = here.crawl("invented", site.base, max_depth=20)
    assert (ended.code, ended.report.scraped, ended.report.unread["gzip_bomb"]) == (3, 0, 1)
    assert len(site.asked) < 30


def test_a_certificate_that_nobody_vouches_for_is_refused(here: Installation, tmp_path: Path) -> None:
    with local_site(self_signed(tmp_path)) as site:
        fill(site, 1)
        here.pack()
        ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.failed, site.asked) == (3, {"robots_unreachable": 1}, [])


def self_signed(folder: Path) -> ssl.SSLContext:
    """What a server shows that wants to look like 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "site.pem"
    no_password = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
