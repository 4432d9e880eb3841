"""Listing pages and ad pages."""

from pathlib import Path

from spiders.read import read
from spiders.read.page import Follow, Page, Role
from tests.unit.spiders.packs import pack

LIST = """<base href="/shop/"><ul>
<li><a href="ad/1">one</a><li><a href="ad/2#photos">two</a><li><a href="ad/1">one again</a>
<li><a>no address</a><li><a href="javascript:go()">script</a><li><a href="mailto:a@b.example">mail</a>
<li><a href="http://[broken">broken</a></ul>
<a rel="next" href="?page=2">next</a><a rel="next" href="?page=2">next, below</a>"""

AD = """<html><nav><h1>Menu</h1></nav><article data-id=" 42 "><h1> A
 title </h1><div class="text"><p>One</p><p>Two</p></div><div class="text">not this one</div>
<time datetime="2026-02-20T08:15:00Z">yesterday</time><span class="price">10 GBP</span></article>"""


def page(role: Role, body: str, encoding: str = "utf-8") -> Page:
    return Page("https://ads.example/list", role, body.encode(encoding), encoding)


def test_a_listing_leads_to_each_ad_once_and_to_the_next_listing(tmp_path: Path) -> None:
    step = read(page(Role.LIST, LIST), pack(tmp_path))
    assert step.follow == (
        Follow("https://ads.example/shop/ad/1", Role.AD),
        Follow("https://ads.example/shop/ad/2", Role.AD),
        Follow("https://ads.example/shop/?page=2", Role.LIST),
    )
    assert step.ads == ()


def test_an_ad_page_yields_its_ad(tmp_path: Path) -> None:
    (ad,) = read(page(Role.AD, AD.replace("<nav><h1>Menu</h1></nav>", "")), pack(tmp_path)).ads
    assert (ad.key, ad.title, ad.body) == ("42", "A title", "One\nTwo")
    assert (ad.posted_at, ad.fields) == ("2026-02-20T08:15:00Z", {"price": "10 GBP"})


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    (ad,) = read(page(Role.AD, "<p>Removed</p>"), pack(tmp_path)).ads
    assert (ad.key, ad.title, ad.body, ad.fields) == ("", "", "", {})


def test_pages_are_read_in_their_encoding(tmp_path: Path) -> None:
    markup = "<article data-id=1><h1>Café à Nîmes</h1></article>"
    for encoding in ("utf-8", "latin-1", "utf-16"):
        (ad,) = read(page(Role.AD, markup, encoding), pack(tmp_path)).ads
        assert ad.title == "Café à Nîmes"
