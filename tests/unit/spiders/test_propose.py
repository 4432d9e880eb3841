"""A first look at pages nobody has described: what is proposed reads them."""

from typing import Any

import pytest

from spiders.propose import propose
from spiders.read.bounds import UnreadableError
from spiders.read.page import Page, Role
from spiders.saved import saved_pages
from spiders.scout import Scout
from spiders.source import Source, load_source

START = {  # pack -> the saved pages a scout would see, in order
    "demo_classifieds": ("list-first.html", "ad-full.html"),
    "demo_jobs": ("sitemap-1.xml", "ad-full.html"),
    "demo_feed": ("first.json",),
    "numbered_listing": ("list.html", "ad.html"),
    "rss_feed": ("rss.xml",),
    "atom_feed": ("atom.xml",),
    "json_feed": ("feed.json",),
    "schema_services": ("sitemap.xml", "ad-graph.html"),
    "schema_posts": ("post.html",),
    "cursor_listing": ("ad-product.html",),
    "mastodon_tag": ("first.json",),
    "greenhouse_board": ("jobs.json",),
}


def scouted(name: str) -> tuple[Scout, Source]:
    source, scout = load_source(name), Scout()
    pages = {saved.path.name: saved.page() for saved in saved_pages(source)}
    for file, role in zip(START[name], (Role.LIST, Role.AD), strict=False):
        page = pages[file]
        scout.take(Page(page.url, role, page.body))
    scout.finish()
    return scout, source


@pytest.mark.parametrize("name", START)
def test_a_scout_finds_how_each_pack_is_read(name: str) -> None:
    scout, source = scouted(name)
    assert scout.read["how"] == source.read.how or name in ("schema_posts", "cursor_listing")


@pytest.mark.parametrize(
    ("name", "part", "proposed"),
    [
        ("demo_classifieds", "links", "ol.results > li.result > h2 > a"),
        ("demo_classifieds", "next", "a[rel=next]"),
        ("numbered_listing", "links", "ul.annonces > li > a.titre"),
        ("numbered_listing", "pages", {"parameter": "page"}),
        ("demo_jobs", "under", "/jobs/vacancy/"),
        ("demo_jobs", "ad", {"type": "JobPosting"}),
        ("schema_services", "ad", {"type": "Service"}),
        ("schema_posts", "ad", {"type": "SocialMediaPosting"}),
        ("cursor_listing", "ad", {"type": "Product"}),
        ("demo_feed", "items", "items"),
        ("demo_feed", "cursor", "cursor"),
        ("mastodon_tag", "items", "@"),
        ("greenhouse_board", "items", "jobs"),
    ],
)
def test_proposals(name: str, part: str, proposed: Any) -> None:
    assert scouted(name)[0].read[part] == proposed


def test_selectors_for_an_ads_own_page() -> None:
    ad = scouted("demo_classifieds")[0].read["ad"]
    assert ad["key"] == {"css": "article.ad", "attr": "data-id"}
    assert (ad["title"], ad["body"], ad["fields"]["price"]) == ("article h1", "div.description", "dd.price")


def test_what_no_page_showed_is_left_to_a_person() -> None:
    scout = Scout()
    links = "".join(f'<li><a href="/ad/{number}">A long title of an ad</a>' for number in range(9))
    follow = scout.take(Page("https://ads.example/", Role.LIST, f"<ul class=list>{links}</ul>".encode()))
    assert follow is not None
    assert follow.url == "https://ads.example/ad/0"
    scout.finish()
    assert any("read.ad" in note for note in scout.notes)


def test_a_gentler_way_is_pointed_out() -> None:
    links = "".join(f'<li><a href="/ad/{number}">A long title of an ad</a>' for number in range(9))
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    proposal = propose(Page("https://ads.example/", Role.LIST, f"{head}<ul>{links}</ul>".encode()))
    assert proposal.notes == ("the site has a feed, which is gentler to read: https://ads.example/rss",)


def test_menus_are_no_listings() -> None:
    menu = "".join(f'<a href="/about/{number}">A very long word in a menu</a>' for number in range(30))
    ads = "".join(f'<p><a class="hit" href="/ad/{number}">Bed</a>' for number in range(4))
    proposal = propose(Page("https://ads.example/", Role.LIST, f"<nav>{menu}</nav><main>{ads}</main>".encode()))
    assert proposal.read["links"] == "a.hit"


@pytest.mark.parametrize("body", [b'{"a": 1}', b"[1, 2]", b"{", b"<urlset></urlset>"])
def test_what_shows_nothing_is_an_error(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        propose(Page("https://ads.example/", Role.LIST, body))


def test_an_empty_page_is_not_taken_for_a_listing() -> None:
    proposal = propose(Page("https://ads.example/", Role.LIST, b"<p>Hello"))
    assert (proposal.role, proposal.read["links"]) == (Role.AD, "a")
