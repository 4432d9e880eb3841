"""The page of a cluster or an actor: what it shows, that it asks nobody for anything, that ads cannot write into it."""

import random
import re
from datetime import timedelta
from typing import Any

import pytest

from adwatch.show.page import page
from processors.index.convert import to_document
from processors.index.document import AdDocument
from schemas.ad import Absence, Edit, History, Link, MaskedText, Move
from schemas.finding import Finding, State
from schemas.mention import Contact, Mention, MentionKind, Place
from tests.factories import NOON, scored_ad

TOWNS = {"Lyon": (45.75, 4.85), "Metz": (49.12, 6.18), "Nice": (43.70, 7.27)}
DAY = timedelta(days=1)


def document(number: int, body: str, place: str = "Lyon", **changes: Any) -> AdDocument:
    latitude, longitude = TOWNS[place]
    where = Place(id=place, name=place, country="FR", latitude=latitude, longitude=longitude)
    mention = Mention(kind=MentionKind.PLACE, value=place, start=0, end=1, surface="", detector="t", place=where)
    values: dict[str, Any] = {
        "ad_id": f"ad-{number:02}",
        "masked": MaskedText(body=body),
        "mentions": (mention,),
        "actor": "a-1",
        "contacts": (Contact(kind=MentionKind.PHONE, token="phone-1"),),
        "links": (Link(kind="contact", evidence="phone-1", strength=0.5),),
        "findings": (Finding(indicator="NW-01", state=State.PRESENT, detector="link", note="3 ads", evidence=("x",)),),
        "history": History(first_seen=NOON + number * DAY, last_seen=NOON + (number + 5) * DAY),
    }
    return to_document(scored_ad(**{**values, **changes}))


def three() -> list[AdDocument]:
    history = History(
        first_seen=NOON,
        last_seen=NOON + 9 * DAY,
        gone_at=NOON + 10 * DAY,
        absences=(Absence(last_seen=NOON + DAY, back=NOON + 3 * DAY),),
        edits=(Edit(at=NOON + 4 * DAY, removed="warm", added="cold"),),
        moves=(Move(at=NOON + 4 * DAY, place="nice", before="lyon"),),
    )
    return [
        document(0, "Anna has a cold room in Nice, ring [phone-1]", "Nice", history=history),
        document(1, "Berta has a cold room in Metz, ring [phone-2]", "Metz"),
        document(2, "Clara has a cold room in Lyon, ring [phone-1]"),
    ]


def test_template_slots_timeline_map_and_links_are_there() -> None:
    html = page("cluster", "c-1", three())
    assert re.search(r"<mark>Anna<sub>1</sub></mark> has a cold room in <mark>Lyon<sub>2</sub></mark>, ring", html)
    assert "[phone-1] ×2, [phone-2] ×1" in html
    assert html.count("<rect x=") == 5, "three ads, one absence, one edit"
    assert ">✕<" in html
    assert html.count("<circle") == 3
    for said in ("Nice (1)", "phone-1<td>3", "<td>0.50", "NW-01", "warm<td>cold", "lyon<td>nice", "3 ads on demo_jobs"):
        assert said in html, said


def test_the_order_of_the_ads_changes_no_template() -> None:
    ads = three()
    templates = set()
    for seed in range(4):
        html = page("cluster", "c-1", random.Random(seed).sample(ads, 3))
        templates.add(html[html.index("<h2>Template") : html.index("<h2>Timeline")])
    assert len(templates) == 1


def test_an_actor_has_its_texts_and_leads_beside_them() -> None:
    ads = [document(0, "one text"), document(1, "another text entirely", cluster="c-2")]
    other = document(5, "one text", actor="a-2")
    html = page("actor", "a-1", ads, [other])
    assert html.count("<h3>") == 2
    assert "a-2<td>1<td>1" in html


HOSTILE = "<script>alert(1)</script> <img src=http://x.example/p.png> \u202e & {} \" onload='x'"


def test_an_ad_cannot_write_into_the_page() -> None:
    ads = [document(n, HOSTILE + str(n), source=HOSTILE, key="k", links=(), actor=HOSTILE) for n in range(2)]
    html = page("actor", HOSTILE, ads, ads)
    assert "<script" not in html
    assert "<img" not in html
    assert "\u202e" not in html


def test_the_page_asks_nobody_for_anything() -> None:
    html = page("cluster", "c-1", three())
    assert "default-src 'none'" in html
    assert not re.search(r"(src=|href=|url\(|@import|https?://)", html)


@pytest.mark.parametrize("count", [1, 200])
def test_one_ad_and_very_many(count: int) -> None:
    html = page("cluster", "c-1", [document(n % 28, f"room {n} near the lake") for n in range(count)])
    assert html.count("<g><title>") == min(count, 60)


def test_places_that_nobody_knows_make_no_map() -> None:
    html = page("cluster", "c-1", [document(0, "a room", mentions=())])
    assert "No ad names a place" in html
