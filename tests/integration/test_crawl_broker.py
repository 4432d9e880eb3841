"""The broker dies while a crawl runs: what it did not acknowledge goes out with the next crawl."""

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


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with own_broker(tmp_path) as started:
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
