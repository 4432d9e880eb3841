"""The sites serve what the world says, and `adwatch simulate` prints and serves it."""

import gzip
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from schemas.ids import ad_id
from simulator import World, raw_ad, serve, world
from simulator.server import Sites

FIELDS = ("price", "place", "contact", "company")
ADWATCH = (sys.executable, "-m", "adwatch.cli")
Shown = dict[str, Any]


@pytest.fixture(scope="module")
def day() -> World:
    return world(450, 7)


@pytest.fixture(scope="module")
def sites(day: World) -> Iterator[Sites]:
    with serve(day) as running:
        yield running


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


def fetch(address: str, headers: dict[str, str] | None = None) -> Answer:
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", address.partition(parts.netloc)[2], headers=headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def get(address: str) -> bytes:
    answer = fetch(address)
    assert answer.status == 200, address
    return answer.body


def status(address: str) -> int:
    return fetch(address).status


def tree(address: str) -> LexborHTMLParser:
    return LexborHTMLParser(get(address).decode())


def text(parser: LexborHTMLParser, selector: str) -> str | None:
    node = parser.css_first(selector)
    return node.text() if node else None


def wanted(sites: Sites, source: str) -> dict[str, Shown]:
    """What the pages of a source must say, by address."""
    return {
        record.url: {
            "key": record.key,
            "title": record.title,
            "body": record.body,
            "fields": record.fields,
            "country": record.country_hint,
            "posted": record.posted_at.isoformat() if record.posted_at else None,
        }
        for record in (raw_ad(ad, sites.world.observed_at, sites.base) for ad in sites.world.ads)
        if record.source == source
    }


def read_classified(address: str) -> Shown:
    page = tree(address)
    article, moment = page.css("article.ad")[0], page.css_first("article.ad time")
    facts = {name: text(page, f"article.ad dl.facts > dd.{name}") for name in FIELDS}
    return {
        "key": article.attributes["data-id"],
        "title": text(page, "article.ad h1"),
        "body": "\n".join(node.text() for node in page.css("article.ad div.description > p")),
        "fields": {name: value for name, value in facts.items() if value},
        "country": article.attributes["data-country"],
        "posted": moment.attributes["datetime"] if moment else None,
    }


def read_job(address: str) -> Shown:
    blocks = [node.text() for node in tree(address).css('script[type="application/ld+json"]')]
    good = json.loads(next(block for block in blocks if "JobPosting" in block))
    salary, contact = good.get("baseSalary"), good.get("applicationContact", {})
    fields = {
        "price": f"{salary['value']['value']} {salary['currency']} per {salary['value']['unitText']}"
        if salary
        else None,
        "place": good["jobLocation"]["address"].get("addressLocality"),
        "contact": contact.get("telephone") or contact.get("email"),
        "company": good.get("hiringOrganization", {}).get("name"),
    }
    return {
        "key": good["identifier"]["value"],
        "title": good["title"],
        "body": "\n".join(node.text() for node in LexborHTMLParser(good["description"]).css("p")),
        "fields": {name: value for name, value in fields.items() if value},
        "country": good["jobLocation"]["address"]["addressCountry"],
        "posted": good["datePosted"] + "T00:00:00+00:00",
    }


def read_item(item: Shown) -> Shown:
    fields = {
        "price": item["price"],
        "place": item["city"],
        "contact": item["contact"],
        "company": item.get("business"),
    }
    return {
        "key": item["id"],
        "title": item["headline"],
        "body": item["text"],
        "fields": {name: value for name, value in fields.items() if value},
        "country": item["country"],
        "posted": item["published_at"].replace("Z", "+00:00") if item["published_at"] else None,
    }


def listed_classifieds(sites: Sites) -> list[str]:
    found, path = [], "/classifieds/"
    while path:
        page = tree(sites.base + path)
        found += [sites.base + str(link.attributes["href"]) for link in page.css("ol.results > li.result > h2 > a")]
        path = next((str(link.attributes["href"]) for link in page.css("a[rel=next]")), "")
    return found


def locations(document: bytes) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", document.decode())


def listed_jobs(sites: Sites) -> list[str]:
    parts = locations(get(f"{sites.base}/jobs/sitemap.xml"))
    documents = [gzip.decompress(get(part)) if part.endswith(".gz") else get(part) for part in parts]
    return [address for document in documents for address in locations(document)]


def listed_items(sites: Sites) -> list[Shown]:
    found, cursor = [], ""
    while cursor is not None:
        page = json.loads(get(f"{sites.base}/feed/items.json{cursor and '?cursor='}{cursor}"))
        found += page["items"]
        cursor = page["next"]
    return found


def test_the_classified_site_shows_each_ad_once_and_whole(sites: Sites) -> None:
    shown = wanted(sites, "demo_classifieds")
    addresses = listed_classifieds(sites)
    assert sorted(addresses) == sorted(shown)
    assert {address: read_classified(address) for address in addresses} == shown


def test_the_job_board_shows_each_ad_once_and_whole(sites: Sites) -> None:
    shown = wanted(sites, "demo_jobs")
    addresses = listed_jobs(sites)
    assert sorted(addresses) == sorted(shown)
    assert {address: read_job(address) for address in addresses} == shown


def test_the_feed_shows_each_ad_once_and_whole(sites: Sites) -> None:
    items = listed_items(sites)
    assert len(items) > 40  # so that cursors were followed
    assert {item["url"]: read_item(item) for item in items} == wanted(sites, "demo_feed")
    assert len({item["id"] for item in items}) == len(items)
    assert status(items[0]["url"]) == 200


def test_some_job_pages_have_a_spoiled_block_before_or_after_the_good_one(sites: Sites) -> None:
    spoiled_at = set()
    for address in listed_jobs(sites):
        blocks = [node.text() for node in tree(address).css('script[type="application/ld+json"]')]
        spoiled_at |= {index for index, block in enumerate(blocks) if "JobPosting" not in block}
    assert spoiled_at == {0, 1}


def test_both_makes_of_sitemap_occur(sites: Sites) -> None:
    parts = locations(get(f"{sites.base}/jobs/sitemap.xml"))
    assert {part.rsplit(".", 1)[1] for part in parts} == {"xml", "gz"}


def test_robots_may_read_everything_and_find_the_sitemap(sites: Sites) -> None:
    assert get(f"{sites.base}/robots.txt").decode().split("\n")[:3] == [
        "User-agent: *",
        "Allow: /",
        f"Sitemap: {sites.base}/jobs/sitemap.xml",
    ]


def test_hostile_text_is_text(sites: Sites) -> None:
    ads = [ad for ad in sites.world.ads if "<script>" in ad.body]
    assert ads
    for ad in ads:
        page = tree(f"{sites.base}/classifieds/ad/{ad.key}.html")
        assert page.css_first("article script, article b, article img") is None


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/classifieds/?page=0",
        "/classifieds/?page=999",
        "/classifieds/?page=x",
        "/classifieds/?page=²",
        "/classifieds/ad/1.html",
        "/jobs/sitemap-9.xml",
        "/jobs/sitemap-1.xml.gz",
        "/jobs/vacancy/jx-none",
        "/feed/post/p-none",
    ],
)
def test_what_is_not_there_is_not_found(sites: Sites, path: str) -> None:
    assert status(sites.base + path.replace("²", "%C2%B2")) == 404


def test_an_unknown_cursor_is_a_bad_request(sites: Sites) -> None:
    assert status(f"{sites.base}/feed/items.json?cursor=nonsense") == 400


@pytest.mark.parametrize("path", ["/classifieds/", "/jobs/sitemap.xml", "/jobs/sitemap-2.xml.gz", "/feed/items.json"])
def test_a_reader_who_has_the_page_is_told_so(sites: Sites, path: str) -> None:
    first = fetch(sites.base + path)
    assert re.fullmatch(r"\w{3}, \d\d \w{3} 2026 [\d:]{8} GMT", first.headers["Last-Modified"])
    assert fetch(sites.base + path, {"If-None-Match": first.headers["ETag"]})[::2] == (304, b"")
    assert fetch(sites.base + path, {"If-None-Match": '"other"'}).body == first.body


def test_another_day_can_be_shown_while_the_sites_run(day: World) -> None:
    later = world(450, 7, visit=2)
    removed = next(change for change in later.changes if change.what == "removed" and change.site == "demo_jobs")
    with serve(day) as sites:
        assert status(f"{sites.base}/jobs/vacancy/{removed.key}") == 200
        sites.show(later)
        assert status(f"{sites.base}/jobs/vacancy/{removed.key}") == 404
        assert {item["url"]: read_item(item) for item in listed_items(sites)} == wanted(sites, "demo_feed")


def test_the_sites_are_on_loopback_only_and_gone_afterwards(day: World) -> None:
    with serve(day) as sites:
        assert sites.base.startswith("http://127.0.0.1:")
    port = int(sites.base.rsplit(":", 1)[1])
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ADWATCH, "simulate", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_the_command_prints_ads_that_filters_can_read() -> None:
    day = world(20, 3, 2)
    lines = [json.loads(line) for line in simulate("--ads", "20", "--seed", "3", "--visit", "2").stdout.splitlines()]
    assert [line["id"] for line in lines] == [ad_id(ad.site, ad.key) for ad in day.ads]
    assert {"id", "source", "source_family", "title", "body", "fields", "url", "observed_at"} <= set(lines[0])
    assert [line["body"] for line in lines] == [ad.body for ad in day.ads]


def test_the_command_prints_the_answer_sheet() -> None:
    day = world(20, 3)
    lines = [json.loads(line) for line in simulate("--ads", "20", "--seed", "3", "--answers").stdout.splitlines()]
    assert [(line["id"], line["cluster"], line["actor"], line["indicators"]) for line in lines] == [
        (ad_id(ad.site, ad.key), ad.answer.cluster, ad.answer.actor, list(ad.answer.indicators)) for ad in day.ads
    ]


def test_the_command_refuses_what_cannot_be_in_one_line() -> None:
    done = simulate("--ads", "0")
    assert done.returncode == 2
    assert done.stderr == "adwatch: simulate: a world has at least one ad, not 0\n"


def test_a_share_of_the_corpus_is_printed_in_place_of_the_demos_ads() -> None:
    lines = [
        json.loads(line) for line in simulate("--share", "open", "--language", "uk", "--answers").stdout.splitlines()
    ]
    assert {line["language"] for line in lines} == {"uk"}
    assert {line["standing"] for line in lines} == {"planted", "look_alike", "decoy", "ordinary"}
    ads = [json.loads(line) for line in simulate("--share", "open", "--language", "uk").stdout.splitlines()]
    assert [line["id"] for line in ads] == [line["id"] for line in lines]


def test_a_language_is_asked_of_the_corpus_only() -> None:
    done = simulate("--language", "uk")
    assert done.returncode == 2
    assert done.stderr.startswith("adwatch: simulate: --language chooses from a corpus")


def test_a_port_that_is_taken_is_a_known_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = simulate("--ads", "5", "--serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert re.fullmatch(r"adwatch: simulate: cannot listen on 127\.0\.0\.1:\d+: .*; try --port 0\n", done.stderr)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_cleanly_on_a_signal(ending: signal.Signals) -> None:
    command = [*ADWATCH, "simulate", "--ads", "30", "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        base = process.stdout.readline().split()[1].removesuffix("/classifieds/")
        assert status(f"{base}/classifieds/") == 200
        process.send_signal(ending)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
