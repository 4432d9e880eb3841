"""From a draft to the record on the bus."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.ids import ad_id, content_hash
from spiders.read.page import Draft, Page, Role
from spiders.record import DroppedError, Sighting, parse_date, to_ad
from tests.unit.spiders.packs import AT, pack

DRAFT = Draft(key="7", url="https://ads.example/7", title="T", body="B", fields={"price": "10"})
PAGE = Page("https://ads.example/7", Role.AD, b"", status=200)


def test_a_draft_becomes_a_record(tmp_path: Path) -> None:
    source = pack(tmp_path)
    ad = to_ad(replace(DRAFT, posted_at="2026-11-01T08:00:00+01:00"), source, PAGE, Sighting("run-1", AT))
    assert ad.ad_id == ad_id("invented", "7")
    assert ad.content_hash == content_hash(("T", "B", "10"))
    assert ad.posted_at == datetime(2026, 11, 1, 7, tzinfo=UTC)
    assert (ad.observed_at, ad.crawl_run, ad.source_version) == (AT, "run-1", source.version)
    assert (ad.country_hint, ad.language_hint, ad.http_status) == ("GB", "en", 200)


@pytest.mark.parametrize(("stated", "hint"), [("FR", "FR"), ("", "GB"), ("France", "GB"), ("fr", "GB")])
def test_the_country_a_page_states_comes_before_the_sources(tmp_path: Path, stated: str, hint: str) -> None:
    assert to_ad(replace(DRAFT, country=stated), pack(tmp_path), PAGE, Sighting("r", AT)).country_hint == hint


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"key": ""}, "no_key"),
        ({"title": "", "body": ""}, "no_text"),
        ({"key": "k" * 201}, "key_too_long"),
        ({"title": "t" * 2001}, "title_too_long"),
        ({"body": "b" * 200_001}, "body_too_long"),
        ({"fields": {"price": "9" * 2001}}, "price_too_long"),
    ],
)
def test_what_is_no_ad_is_dropped_with_its_reason(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(DroppedError, match=f"^{reason}$"):
        to_ad(replace(DRAFT, **changes), pack(tmp_path), PAGE, Sighting("r", AT))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-02-20", "2026-02-20T00:00:00+00:00"),
        ("2026-02-20T08:15:00Z", "2026-02-20T08:15:00+00:00"),
        ("2026-02-20T08:15:00+02:00", "2026-02-20T06:15:00+00:00"),
        ("2026-02-20 08:15", "2026-02-20T08:15:00+00:00"),
        ("Fri, 20 Feb 2026 08:15:00 GMT", "2026-02-20T08:15:00+00:00"),
        ("1771575300", "2026-02-20T08:15:00+00:00"),
        ("2026-02-31", None),  # no such day
        ("01/02/2026", None),  # first of February or second of January?
        ("yesterday", None),
        ("0", None),
        ("1970-01-01", None),  # a clock that was never set
        ("2026-11-28", None),  # the day after tomorrow
        ("2026-11-26", "2026-11-26T00:00:00+00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    found = parse_date(text, AT)
    assert (found.isoformat() if found else None) == iso
