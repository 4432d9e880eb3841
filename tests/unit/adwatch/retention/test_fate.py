"""Retention as facts: what an ad's document is at any moment of two years, and that nothing is left of its text."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from adwatch.retention.fate import Fate, fate, without_text
from adwatch.retention.profile import Periods
from processors.index.convert import to_document
from processors.index.document import AdDocument
from schemas.codec import decode, encode
from schemas.finding import Finding, Span, State
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Contribution, Score
from tests.factories import NOON, scored_ad

DAYS = {
    "ungraded_text": 30, "ungraded_facts": 180, "graded_originals": 180, "graded_text": 365, "graded_facts": 730,
    "after_review": 365, "alerts": 730, "crawl_reports": 400, "summaries": 400,
}  # fmt: skip
PERIODS = Periods(**DAYS)
SECRET = "a-secret-word"


def document(band: Band = Band.LOW, **changes: Any) -> dict[str, Any]:
    reason = Contribution(
        indicator="LB-06", label="Fee", dimension="debt", strength="strong", grade="E1", weight=1.0,
        quotes=(SECRET,), note=SECRET,
    )  # fmt: skip
    span = Span(start=0, end=1, quote=SECRET)
    finding = Finding(indicator="LB-06", state=State.PRESENT, spans=(span,), evidence=(SECRET,), note=SECRET)
    ad = scored_ad(
        score=Score(band=band, reasons=(reason,), against=(reason,)),
        contacts=(Contact(kind=MentionKind.PHONE, token=SECRET),),
        findings=(finding,),
        key=SECRET,
    )  # fmt: skip
    made = msgspec.json.decode(encode(to_document(ad)))
    texts = dict.fromkeys(("title", "body", "search_text", "url"), SECRET)
    return {**made, **texts, "fields": {"place": SECRET}, **changes}


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


@pytest.mark.parametrize(
    ("band", "changes"),
    [
        (Band.UNSCORED, [(0, Fate.KEEP), (31, Fate.LOSE_TEXT), (181, Fate.DELETE)]),
        (Band.LOW, [(0, Fate.KEEP), (31, Fate.LOSE_TEXT), (181, Fate.DELETE)]),
        (Band.MEDIUM, [(0, Fate.KEEP), (366, Fate.LOSE_TEXT), (731, Fate.DELETE)]),
        (Band.HIGH, [(0, Fate.KEEP), (366, Fate.LOSE_TEXT), (731, Fate.DELETE)]),
    ],
)
def test_two_years_of_an_ad_day_by_day(band: Band, changes: list[tuple[int, Fate]]) -> None:
    fates = [fate(document(band), (), PERIODS, after(day)) for day in range(740)]
    turns = [(0, fates[0]), *((day + 1, later) for day, (now, later) in enumerate(pairwise(fates)) if now != later)]
    assert turns == changes


def test_an_ad_that_is_seen_again_begins_anew() -> None:
    seen = document(last_seen=after(100).isoformat())
    assert fate(seen, (), PERIODS, after(120)) is Fate.KEEP
    assert fate(seen, (), PERIODS, after(131)) is Fate.LOSE_TEXT


def test_what_somebody_works_on_is_kept() -> None:
    ad = document()
    assert fate(ad, {ad["ad_id"]}, PERIODS, after(3000)) is Fate.KEEP


def test_without_text_nothing_of_it_is_left_and_the_facts_are() -> None:
    before = document(Band.HIGH, a_field_of_tomorrow=[SECRET], another={"x": SECRET}, and_one=SECRET)
    stripped = without_text(before)
    assert SECRET in str(before)
    assert SECRET not in str(stripped)
    for name in ("ad_id", "source", "band", "indicators", "last_seen", "cluster", "actor", "language", "score"):
        assert stripped[name] == before[name]
    assert stripped["reasons"][0]["indicator"] == "LB-06"
    assert without_text(stripped) == stripped


def test_what_is_left_is_still_a_document() -> None:
    read = decode(AdDocument, msgspec.json.encode(without_text(document())))
    assert (read.body, read.contacts, read.fields) == ("", (), {})
