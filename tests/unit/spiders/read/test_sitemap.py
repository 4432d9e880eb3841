"""Sitemaps and schema.org JSON-LD."""

import gzip
import json
from pathlib import Path

import pytest

from spiders.read import read
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role
from tests.unit.spiders.packs import SITEMAP, pack

URLSET = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://ads.example/job/1 </loc><image:image><image:loc>https://ads.example/job/x.jpg</image:loc></image:image></url>
<url><loc>/job/2</loc><lastmod>2026-01-01</lastmod></url><url><loc>https://ads.example/about</loc></url>
<url><loc><![CDATA[https://ads.example/job/3]]></loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://ads.example/a.xml.gz</loc></sitemap></sitemapindex>"""
JOB = {"@context": "https://schema.org", "@type": "JobPosting", "id": "j1", "title": "T", "text": "<p>a</p>"}


def follow(body: bytes, tmp_path: Path) -> tuple[Follow, ...]:
    return read(Page("https://ads.example/sitemap.xml", Role.SITEMAP, body), pack(tmp_path, read=SITEMAP)).follow


def test_addresses_under_the_wanted_path_lead_to_ads(tmp_path: Path) -> None:
    assert follow(URLSET.encode(), tmp_path) == tuple(
        Follow(f"https://ads.example/job/{number}", Role.AD, modified="2026-01-01" if number == 2 else "")
        for number in (1, 2, 3)
    )


def test_an_index_leads_to_sitemaps_packed_or_not(tmp_path: Path) -> None:
    assert follow(INDEX.encode(), tmp_path) == (Follow("https://ads.example/a.xml.gz", Role.SITEMAP),)
    assert follow(gzip.compress(INDEX.encode()), tmp_path) == follow(INDEX.encode(), tmp_path)


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "https://ads.example/job/9">', '<!ENTITY a SYSTEM "file:///etc/hostname">']
)
def test_entities_are_not_resolved(tmp_path: Path, entity: str) -> None:
    body = f"<!DOCTYPE urlset [{entity}]><urlset><url><loc>&a;</loc></url></urlset>"
    assert all("job/9" not in found.url and "host" not in found.url for found in follow(body.encode(), tmp_path))


@pytest.mark.parametrize("body", [b"", b"<html><p>not found", b"<urlset><url><loc>https://ads.example/job/1"])
def test_what_is_no_xml_is_unreadable(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(UnreadableError, match="bad_xml"):
        follow(body, tmp_path)


def blocks(*texts: str) -> Page:
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return Page("https://ads.example/job/1", Role.AD, f"<html>{scripts}<p>Body".encode())


@pytest.mark.parametrize(
    "texts",
    [
        (json.dumps(JOB),),
        ("{not json", json.dumps(JOB)),
        (json.dumps(JOB), "[" * 50_000),
        (json.dumps([{"@type": "WebPage"}, JOB]),),
        (json.dumps({"@graph": [{"@type": "Organization"}, JOB]}),),
        (json.dumps({**JOB, "@type": ["Thing", "https://schema.org/JobPosting"]}),),
    ],
)
def test_the_good_block_is_used_wherever_it_stands(tmp_path: Path, texts: tuple[str, ...]) -> None:
    """Fault 11: a bad block beside a good one, @graph, depth without end. One of 10 MB is past a page's own limit."""
    (ad,) = read(blocks(*texts), pack(tmp_path, read=SITEMAP)).ads
    assert (ad.key, ad.title, ad.body) == ("j1", "T", "a")


def test_bad_blocks_are_counted(tmp_path: Path) -> None:
    assert read(blocks("{", json.dumps(JOB)), pack(tmp_path, read=SITEMAP)).bad == ("bad_json_ld",)


def test_a_page_of_bad_blocks_only_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="bad_json_ld"):
        read(blocks("{", "}"), pack(tmp_path, read=SITEMAP))


def test_other_types_are_no_ads(tmp_path: Path) -> None:
    assert read(blocks(json.dumps({**JOB, "@type": "Product"})), pack(tmp_path, read=SITEMAP)).ads == ()
