"""schema.org data: every type, as JSON-LD and as microdata, block by block."""

import json
from typing import Any

import pytest

from spiders.how import SchemaAd
from spiders.read import schema_org
from spiders.read.bounds import UnreadableError
from spiders.read.page import Draft, Page, Role

URL = "https://ads.example/1"
TYPES = ["JobPosting", "Offer", "Product", "Service", "SocialMediaPosting"]


def ads(markup: str, *types: str) -> tuple[Draft, ...]:
    ad = SchemaAd.model_validate({"type": types or TYPES})
    return schema_org.read(Page(URL, Role.AD, markup.encode()), ad).ads


def ld(*blocks: Any) -> str:
    texts = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_in_both_forms(kind: str) -> None:
    in_json = ld({"@type": kind, "identifier": "7", "name": "N", "description": "D"})
    in_html = (
        f'<div itemscope itemtype="https://schema.org/{kind}"><meta itemprop="identifier" content="7">'
        '<b itemprop="name">N</b><p itemprop="description">D</p></div>'
    )
    assert ads(in_json) == ads(in_html) == (Draft("7", URL, "N", "D"),)


THING = {"@type": "Service", "name": "N", "url": "/x"}


@pytest.mark.parametrize(
    "blocks",
    [
        ("{broken", THING),
        ([{"@type": "WebPage"}, THING],),
        ({"@graph": [{"@type": "Person"}, THING]},),
        ({"@type": "WebPage", "mainEntity": THING},),
        ({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": THING}]},),
        ({**THING, "@type": ["Thing", "http://schema.org/Service"]},),
        ({**THING, "@type": "schema:Service"},),
    ],
)
def test_the_thing_is_found_wherever_it_stands(blocks: tuple[Any, ...]) -> None:
    (ad,) = ads(ld(*blocks))
    assert (ad.title, ad.url) == ("N", "https://ads.example/x")


def test_a_thing_that_is_only_named_is_looked_up() -> None:
    graph = [{"@id": "#us", "@type": "Person", "name": "Us"}, {**THING, "provider": {"@id": "#us"}}]
    (ad,) = ads(ld({"@graph": graph}))
    assert ad.fields["company"] == "Us"


@pytest.mark.parametrize(
    ("thing", "field", "found"),
    [
        ({"offers": {"price": 5, "priceCurrency": "EUR"}}, "price", "5 EUR"),
        ({"offers": [{"price": "5", "priceCurrency": "EUR"}, {"lowPrice": 3}]}, "price", "5 EUR 3"),
        (
            {"baseSalary": {"currency": "GBP", "value": {"value": 9, "unitText": "HOUR"}}},
            "price",
            "9 GBP per HOUR",
        ),
        ({"baseSalary": {"currency": "GBP", "value": 900}}, "price", "900 GBP"),
        ({"jobLocation": [{"address": {"addressLocality": "Ulm"}}, {"name": "B"}]}, "place", "Ulm"),
        ({"areaServed": "Ulm"}, "place", "Ulm"),
        ({"seller": {"telephone": "1", "email": "a@b.example"}}, "contact", "1, a@b.example"),
        ({"hiringOrganization": "Mill Ltd"}, "company", "Mill Ltd"),
        ({"brand": {"@type": "Brand"}}, "company", None),
        ({"price": None, "offers": None}, "price", None),
    ],
)
def test_fields(thing: dict[str, Any], field: str, found: str | None) -> None:
    (ad,) = ads(ld({**thing, "@type": "Product"}))
    assert ad.fields.get(field) == found


def test_a_file_names_only_what_differs() -> None:
    ad = SchemaAd.model_validate({"type": "Offer", "title": "headline", "fields": {"size": "size", "place": "town"}})
    assert (ad.title.path, ad.key.path) == ("headline", SchemaAd.known["key"])
    assert (ad.fields["size"].path, ad.fields["place"].path, "price" in ad.fields) == ("size", "town", True)


def test_other_types_are_no_ads() -> None:
    assert ads(ld({"@type": "Product"}), "Offer") == ()


def test_a_page_of_bad_blocks_only_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="bad_json_ld"):
        ads(ld("{", "}"))


MICRODATA = """<div itemscope itemtype="https://schema.org/Product">
<img itemprop="name" alt="picture" src="x.jpg"><h1 itemprop="name">N</h1> <a itemprop="url" href="/x">more</a>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><data itemprop="price" value="5">five</data>
<i itemprop="seller" itemscope><a itemprop="telephone" href="tel:+447700900100">call</a></i></div>
<time itemprop="datePublished" datetime="2026-11-02">today</time></div><p itemprop="name">of nothing</p>"""


def test_microdata_by_the_rules_of_html() -> None:
    (ad,) = ads(MICRODATA, "Product")
    assert (ad.title, ad.url, ad.posted_at) == ("N", "https://ads.example/x", "2026-11-02")
    assert ad.fields == {"price": "5", "contact": "+447700900100"}


def test_deep_microdata_is_cut_and_takes_no_time() -> None:
    deep = '<div itemscope itemprop="offers" itemtype="https://schema.org/Offer">x' * 3_000
    assert len(ads(deep, "Offer")) == 1
    assert len(ads('<b itemscope itemtype="https://schema.org/Offer">' + '<i itemprop="name">x' * 3_000, "Offer")) == 1
