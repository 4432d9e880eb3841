"""The broker dies, freezes or restarts while a crawl runs: what it did not acknowledge goes out with the next crawl."""

import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.integration.brokers import Broker, own_broker
from tests.integration.crawls import Installation, ad_page, installation, listing
from tests.integration.local_site import LocalSite, Send, local_site, page
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines
EARLY, LATE = 20, 60


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Every test leaves it running."""
    with own_broker(tmp_path_factory.mktemp("broker")) as started:
        yield started


@pytest.fixture
def here(broker: Broker, tmp_path: Path) -> Iterator[Installation]:
    with installation(f"127.0.0.1:{broker.port}", tmp_path) as made:
        made.pack()
        yield made


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """Twenty ads, and sixty more behind a second listing."""
    with local_site() as served:
        served.pages = {f"/ad/{number}": ad_page(str(number)) for number in range(EARLY + LATE)}
        links = "".join(f'<li><a href="/ad/{number}">ad</a></li>' for number in range(EARLY))
        served.pages["/list"] = page(links + '<a rel="next" href="/more">next</a>')
        served.pages["/more"] = listing(*(f"/ad/{number}" for number in range(EARLY, EARLY + LATE)))
        yield served


def after(happens: Send, answer: Send) -> Send:
    """Lets something happen before the answer."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        happens(handler)
        answer(handler)

    return send


def test_the_broker_dies_between_two_listings(here: Installation, broker: Broker, site: LocalSite) -> None:
    def die(_: BaseHTTPRequestHandler) -> None:
        wait_for(lambda: len(here.ads()) == EARLY, "the early ads on the bus")
        broker.kill()

    more = site.pages["/more"]
    site.pages["/more"] = after(die, more)
    first = here.crawl("invented", site.base, flush_s=3, window=20)
    assert (first.code, first.report.scraped) == (5, EARLY + LATE)
    assert (first.report.acknowledged, first.report.outbox) == (EARLY, LATE)

    broker.start()
    site.pages["/more"] = page("")  # the late ads are gone from the site; only the outbox has them
    second = here.crawl("invented", site.base)
    assert second.report.replayed == 2 * LATE + 1  # their sightings too, and the report of the first crawl
    assert {ad.key for ad in here.ads()} == set(map(str, range(EARLY + LATE)))


def test_the_broker_freezes_at_the_last_ad(here: Installation, broker: Broker, site: LocalSite) -> None:
    """Nothing is refused and nothing answered: the flush has its deadline, and the crawl goes on reading until then."""

    def freeze(_: BaseHTTPRequestHandler) -> None:
        wait_for(lambda: len(here.ads()) == EARLY, "the early ads on the bus")
        broker.send(signal.SIGSTOP)

    more = site.pages["/more"]
    site.pages["/more"] = after(freeze, more)
    first = here.crawl("invented", site.base, flush_s=2, broker_wait_s=2)
    broker.send(signal.SIGCONT)
    assert (first.code, first.report.scraped) == (5, EARLY + LATE)
    assert first.report.acknowledged + first.report.outbox == EARLY + LATE
    assert first.report.outbox > 0
    assert first.report.durations["flush"] < 10
    site.pages["/more"] = page("")
    assert here.crawl("invented", site.base).report.replayed > first.report.outbox
    assert {ad.key for ad in here.ads()} == set(map(str, range(EARLY + LATE)))


def test_the_broker_restarts_while_ads_come(here: Installation, broker: Broker, site: LocalSite) -> None:
    """Partitions lose their leader and get it back: what was under way is delivered, or waits in the outbox."""

    def restart(_: BaseHTTPRequestHandler) -> None:
        wait_for(lambda: len(here.ads()) == EARLY, "the early ads on the bus")
        broker.kill()
        broker.start()

    more = site.pages["/more"]
    site.pages["/more"] = after(restart, more)
    first = here.crawl("invented", site.base)
    assert first.report.scraped == first.report.acknowledged + first.report.outbox == EARLY + LATE
    assert first.code == (5 if first.report.outbox else 0)
    assert first.report.lost == 0
    site.pages["/more"] = page("")
    here.crawl("invented", site.base)
    assert {ad.key for ad in here.ads()} == set(map(str, range(EARLY + LATE)))


def test_an_ad_too_large_for_the_bus_is_counted_and_harms_no_other(here: Installation, site: LocalSite) -> None:
    large = "".join(f"word{number} " for number in range(100_000))
    site.pages = {"/list": listing("/ad/1", "/ad/2"), "/ad/1": ad_page("1"), "/ad/2": ad_page("2", large)}
    ended = here.crawl("invented", site.base)
    assert (ended.code, ended.report.scraped, ended.report.acknowledged) == (3, 1, 1)
    assert ended.report.dropped == {"body_too_long": 1}
    assert [ad.key for ad in here.ads()] == ["1"]
