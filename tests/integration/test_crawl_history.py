"""Crawls one after the other: what is new, changed, the same, gone; and what is asked of the site again."""

import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import msgspec
import pytest

from adwatch.bus import read_all
from adwatch.chain import Linker
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd
from schemas.codec import decode
from schemas.sighting import AdSighting, AdVanished, Seen
from schemas.topics import SIGHTINGS, VANISHED
from tests.integration.crawls import Installation, ad_page, fill, listing
from tests.integration.local_site import LocalSite, local_site, page
from tests.unit.spiders.packs import LISTING

pytestmark = pytest.mark.engines
PLACE = {"place": ".where"}
FLAT = "Sunny flat to let, two bedrooms and a balcony, ten minutes to the station, from March."
DRIVER = "Van driver wanted for early deliveries, own licence needed, good pay every week."


@pytest.fixture
def site() -> Iterator[LocalSite]:
    with local_site() as served:
        fill(served, 6)
        yield served


def sightings(here: Installation) -> list[AdSighting]:
    return [decode(AdSighting, value) for _, value in read_all(here.kafka, SIGHTINGS)]


def vanished(here: Installation) -> list[AdVanished]:
    return [decode(AdVanished, value) for _, value in read_all(here.kafka, VANISHED)]


def test_each_ad_seen_gives_a_sighting_and_its_text_only_when_that_says_something_new(
    here: Installation, site: LocalSite
) -> None:
    """Fault 14: an id that now stands for a different ad is noticed; one document, its history kept."""
    site.pages["/ad/2"] = ad_page("2", FLAT)
    first = here.crawl("invented", site.base)
    site.pages["/ad/0"] = ad_page("0", "Room to let. Bills included.")
    site.pages["/ad/2"] = ad_page("2", DRIVER)
    del site.pages["/ad/5"]
    site.pages["/list"] = listing(*(f"/ad/{number}" for number in range(5)), "/ad/new")
    site.pages["/ad/new"] = ad_page("new")
    second = here.crawl("invented", site.base)

    assert (first.report.seen, second.report.vanished) == ({"new": 6}, 1)
    assert second.report.seen == {"changed": 1, "new": 1, "reused": 1, "unchanged": 3}
    assert (second.code, second.report.scraped, second.report.acknowledged) == (0, 6, 6)
    assert sorted(ad.key for ad in here.ads()) == ["0", "0", "1", "2", "2", "3", "4", "5", "new"]
    told = [each for each in sightings(here) if each.crawl_run == second.report.run]
    keys = {ad.ad_id: ad.key for ad in here.ads()}
    assert {keys[each.ad_id]: (each.seen, each.versions) for each in told} == {
        "0": (Seen.CHANGED, 2),
        "1": (Seen.UNCHANGED, 1),
        "2": (Seen.REUSED, 2),
        "3": (Seen.UNCHANGED, 1),
        "4": (Seen.UNCHANGED, 1),
        "new": (Seen.NEW, 1),
    }
    assert [keys[each.ad_id] for each in vanished(here)] == ["5"]

    site.pages["/list"] = listing(*(f"/ad/{number}" for number in range(6)), "/ad/new")
    site.pages["/ad/5"] = ad_page("5")
    third = here.crawl("invented", site.base)
    assert (third.report.seen, third.report.vanished) == ({"returned": 1, "unchanged": 6}, 0)


def test_a_broken_site_makes_no_wave_of_vanished_ads(here: Installation, site: LocalSite) -> None:
    """Fault 12: a redesign trips the floors; nothing is told as vanished."""
    whole = "".join(f'<li><a href="/ad/{number}">ad</a></li>' for number in range(4))
    site.pages["/list"] = page(whole + '<a rel=next href="/more">next</a>')
    site.pages["/more"] = listing("/ad/4", "/ad/5")
    assert here.crawl("invented", site.base).report.scraped == 6
    for path, broken, code in (
        ("/list", page("<p>Our new design</p>"), 3),
        ("/list", listing("/ad/0"), 3),
        ("/ad/3", page("", status=500), 3),
    ):
        well, site.pages[path] = site.pages[path], broken
        ended = here.crawl("invented", site.base)
        site.pages[path] = well
        assert (path, ended.code, ended.report.vanished) == (path, code, 0)
    assert vanished(here) == []


class Changing:
    """A page with validators, that counts how often it was sent in full."""

    def __init__(self, body: str, kind: str = "text/html; charset=utf-8") -> None:
        self.body, self.kind, self.sent = body, kind, 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        tag = f'"{hash(self.body)}"'
        if handler.headers.get("If-None-Match") == tag:
            handler.send_response(304)
            handler.send_header("ETag", tag)
            handler.end_headers()
        else:
            self.sent += 1
            page(self.body, self.kind, ETag=tag)(handler)


def test_what_has_not_changed_is_not_sent_again(here: Installation, site: LocalSite) -> None:
    ads = [Changing(f'<article data-id="{number}"><h1>Ad {number}</h1><div class="text">Room</div></article>')
           for number in range(5)]  # fmt: skip
    links = Changing("".join(f'<li><a href="/ad/{number}">ad</a></li>' for number in range(5)))
    site.pages = {"/list": links, **{f"/ad/{number}": ad for number, ad in enumerate(ads)}}
    assert here.crawl("invented", site.base).report.seen == {"new": 5}
    ads[1].body = ads[1].body.replace("Room", "Room with a view")
    second = here.crawl("invented", site.base)
    assert (second.code, second.report.not_modified) == (0, 5)
    assert second.report.seen == {"changed": 1, "unchanged": 4}
    assert second.report.coverage == {"body": 1.0, "place": 0.0, "posted_at": 0.0, "price": 0.0, "title": 1.0}
    assert [each.sent for each in (links, *ads)] == [1, 1, 2, 1, 1, 1]
    assert len(here.ads()) == 6

    here.pack(title="Invented site, read anew")  # a new version of the pack reads everything again
    third = here.crawl("invented", site.base)
    assert (third.report.not_modified, third.report.seen) == (0, {"unchanged": 5})

    fourth = here.crawl("invented", site.base, refresh_hours=0)  # so long ago that the bus forgets it
    assert (fourth.report.not_modified, len(here.ads())) == (1, 11)  # the listing itself holds no ad


def test_archived_pages_are_read_again_with_the_selectors_of_today(here: Installation, site: LocalSite) -> None:
    site.pages["/ad/bare"] = page("<article><h1>Ad bare</h1><p class=where>Leeds</p></article>")
    site.pages["/list"] = listing(*(f"/ad/{number}" for number in range(6)), "/ad/bare")
    here.pack(archive=True)
    first = here.crawl("invented", site.base)
    assert (first.code, first.report.dropped) == (3, {"no_key": 1})
    asked, sent = len(site.asked), {ad.key: ad for ad in here.ads()}
    assert all((ad.archive_ref or "").startswith(first.report.run) for ad in sent.values())

    def selectors(**ad: object) -> dict[str, object]:
        html: dict[str, object] = LISTING["ad"]  # type: ignore[assignment]  # a plain mapping
        return {**LISTING, "ad": {**html, "key": {"css": "h1", "pattern": "Ad (.*)"}, "fields": PLACE, **ad}}

    here.pack(archive=True, read=selectors(body="div.text, .where"))
    counts = {"pages": 8, "unread": 0, "new": 1, "changed": 0, "unchanged": 6, "outdated": 0, "source": "invented"}
    assert here.command_json("replay", "invented", "--from-archive", "--rehearse", site=site.base) == counts
    assert len(here.ads()) == 6
    assert here.command_json("replay", "invented", "--from-archive", site=site.base) == counts
    assert {ad.key: ad.fields for ad in here.ads()}["bare"] == {"place": "Leeds"}

    here.pack(archive=True, read=selectors(title="div.text", body="h1"))
    again = here.command_json("replay", "invented", "--from-archive", site=site.base)
    assert (again["changed"], again["unchanged"]) == (7, 0)
    assert here.command_json("replay", "invented", "--from-archive", site=site.base)["unchanged"] == 7
    newest = {ad.key: ad for ad in sorted(here.ads(), key=lambda ad: ad.observed_at)}
    assert newest["0"].body == "Ad 0"
    assert newest["0"].observed_at > sent["0"].observed_at
    assert len(site.asked) == asked


def test_a_crawl_killed_and_run_again_loses_nothing_and_doubles_nothing_downstream(
    here: Installation, site: LocalSite, settings: ProcessorSettings
) -> None:
    """Whatever was under way when it died: what Kafka never got is not taken for known, and not asked for with 304."""
    pages = {f"/ad/{number}": Changing(f'<article data-id="{number}"><h1>Ad {number}</h1><div class="text">Room '
                                       f'{number}</div></article>') for number in range(40)}  # fmt: skip
    site.pages = {"/list": listing(*pages), **pages}
    for victim in ("/ad/30", "/ad/20"):  # the newest link is followed first

        def die(handler: BaseHTTPRequestHandler, path: str = victim) -> None:
            running.kill()
            pages[path](handler)

        site.pages[victim] = die
        with here.crawling("invented", site.base, window=5) as running:
            assert running.wait(60) == -signal.SIGKILL
        site.pages[victim] = pages[victim]
    whole = here.crawl("invented", site.base)
    assert (whole.code, sum(whole.report.seen.values()), whole.report.vanished) == (0, 40, 0)
    assert {ad.key for ad in here.ads()} == set(map(str, range(40)))
    again = here.crawl("invented", site.base)
    assert (again.report.seen, again.report.not_modified) == ({"unchanged": 40}, 40)

    linker = Linker(settings)
    linker.add_all(EnrichedAd(**msgspec.structs.asdict(ad)) for ad in here.ads())
    assert len(linker.latest) == 40
    assert {linked.history.versions for linked in linker.latest.values()} == {1}
