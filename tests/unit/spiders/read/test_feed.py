"""RSS, Atom and JSON Feed come under the same words, however badly they are written."""

import json
from pathlib import Path

import pytest

from spiders.how import Feed
from spiders.read import feed
from spiders.read.bounds import UnreadableError
from spiders.read.page import Draft, Follow, Page, Role, Step

URL = "https://ads.example/feed"
HOW = Feed.model_validate({"how": "feed", "ad": {"fields": {"price": "price", "tags": "categories"}}})


def read(body: str, how: Feed = HOW, role: Role = Role.LIST) -> Step:
    return feed.read(Page(URL, role, body.encode()), how)


def rss(item: str, channel: str = "") -> str:
    names = 'xmlns:a="http://www.w3.org/2005/Atom" xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {names}><channel>{channel}<item>{item}</item></channel></rss>'


def atom(entry: str, feed: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}<entry>{entry}</entry></feed>'


@pytest.mark.parametrize(
    ("body", "part", "found"),
    [
        (rss("<guid>7</guid>"), "key", "7"),
        (rss("<link>https://ads.example/7</link>"), "key", "https://ads.example/7"),
        (rss("<guid>https://ads.example/7</guid>"), "url", "https://ads.example/7"),
        (rss("<guid isPermaLink='false'>7</guid>"), "url", URL),
        (rss("<title>A &amp;amp; B</title>"), "title", "A & B"),
        (rss("<description><![CDATA[<p>a</p><p>b</p>]]></description>"), "body", "a\nb"),
        (rss("<description>short</description><c:encoded>long</c:encoded>"), "body", "long"),
        (rss("<pubDate>Mon, 02 Nov 2026 08:15:00 GMT</pubDate>"), "posted_at", "Mon, 02 Nov 2026 08:15:00 GMT"),
        (atom("<id>urn:7</id>"), "key", "urn:7"),
        (atom("<link rel='enclosure' href='/7.jpg'/><link href='/7'/>"), "url", "https://ads.example/7"),
        (atom("<title type='text'>a &lt;b&gt; c</title>"), "title", "a <b> c"),
        (atom("<title type='html'>a &lt;b&gt;c&lt;/b&gt;</title>"), "title", "a c"),
        (atom("<content type='xhtml'><div xmlns='x'><p>a</p><p>b</p></div></content>"), "body", "a\nb"),
        (atom("<updated>2026-11-02</updated>"), "posted_at", "2026-11-02"),
        (json.dumps({"version": "1", "items": [{"id": 7}]}), "key", "7"),
        (json.dumps({"items": [{"content_text": "a <b> c\nd", "content_html": "<p>x"}]}), "body", "a <b> c\nd"),
        (json.dumps({"items": [{"external_url": "/7"}]}), "url", "https://ads.example/7"),
    ],
)
def test_parts(body: str, part: str, found: str) -> None:
    (ad,) = read(body).ads
    assert getattr(ad, part) == found


def test_elements_of_other_vocabularies_are_fields_and_media_are_not() -> None:
    media = '<enclosure url="x.mp4"/><m:player xmlns:m="http://search.yahoo.com/mrss/" url="x"/>'
    extra = '<g:price xmlns:g="urn:shop">5 EUR</g:price><category>a</category><category>b</category>'
    (ad,) = read(rss(f"{media}{extra}")).ads
    assert ad.fields == {"price": "5 EUR", "tags": "a, b"}


@pytest.mark.parametrize(
    "body",
    [
        rss("", '<a:link rel="next" href="?page=2"/>'),
        atom("", '<link rel="next" href="?page=2"/>'),
        json.dumps({"items": [], "next_url": "?page=2"}),
    ],
)
def test_the_next_document(body: str) -> None:
    assert read(body).follow == (Follow("https://ads.example/feed?page=2", Role.LIST),)


def test_a_summary_leads_to_its_page() -> None:
    how = Feed.model_validate({"how": "feed", "page": {"title": "h1", "body": "p"}})
    entry = "<link href='/7'/><published>2026-11-02</published>"
    assert read(atom(entry), how).follow == (Follow("https://ads.example/7", Role.AD, modified="2026-11-02"),)
    assert read("<h1>T</h1><p>B", how, Role.AD).ads == (Draft(key=URL, url=URL, title="T", body="B"),)


@pytest.mark.parametrize("body", ["", "<html><p>not found", "{}", '{"items": 1}', "<urlset/>", "text"])
def test_what_is_no_feed_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableError, match="no_feed"):
        read(body)


def test_a_feed_that_had_to_be_mended_is_read_and_counted() -> None:
    step = read(rss("<guid>1</guid><title>Tea & biscuits</title>"))
    assert ([ad.key for ad in step.ads], step.bad) == (["1"], ("bad_xml",))


@pytest.mark.parametrize("entity", ['<!ENTITY x "' + "y" * 99 + '">', '<!ENTITY x SYSTEM "file:///etc/hostname">'])
def test_entities_are_not_resolved(entity: str) -> None:
    (ad,) = read(f"<!DOCTYPE rss [{entity}]>" + rss("<guid>1</guid><title>&x;</title>")).ads
    assert ad.title in ("", "&x;")


def test_a_source_with_a_feed_reads_it(tmp_path: Path) -> None:
    from tests.unit.spiders.packs import pack

    assert pack(tmp_path, read={"how": "feed"}).fields == ("title", "body", "posted_at", "author")
