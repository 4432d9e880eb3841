"""Selectors are compiled before a crawl, not in it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spiders.check import faults
from tests.unit.spiders.packs import JSON, LISTING, write_pack

TODAY = date(2026, 11, 25)
NO_PAGES = "no saved pages"


@pytest.mark.parametrize(
    ("read", "field"),
    [
        ({**LISTING, "links": "li > > a"}, "read.links"),
        ({**LISTING, "ad": {**LISTING["ad"], "title": "h1[["}}, "read.ad.title"),  # type: ignore[dict-item]
        ({**LISTING, "ad": {**LISTING["ad"], "fields": {"price": ":what(1)"}}}, "read.ad.fields.price"),  # type: ignore[dict-item]
        ({**JSON, "items": "a..b"}, "read.items"),
        ({**JSON, "next": "join("}, "read.next"),
        ({**JSON, "ad": {**JSON["ad"], "key": "[?"}}, "read.ad.key"),  # type: ignore[dict-item]
    ],
)
def test_a_selector_that_does_not_compile_is_found_at_its_place(
    tmp_path: Path, read: dict[str, Any], field: str
) -> None:
    path = write_pack(tmp_path, read=read)
    found = [fault for fault in faults("invented", tmp_path, TODAY) if NO_PAGES not in fault]
    assert len(found) == 1
    assert found[0].startswith(f"{path}:")
    assert f" {field}: not a " in found[0]


def test_a_pack_needs_saved_pages_and_a_fresh_review(tmp_path: Path) -> None:
    write_pack(tmp_path)
    old, pages = faults("invented", tmp_path, date(2028, 1, 1))
    assert "review them again" in old
    assert NO_PAGES in pages
