"""Selectors are compiled before a crawl, not in it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spiders.check import faults
from spiders.source import NEVER
from tests.unit.spiders.packs import JSON, LISTING, write_pack

TODAY = date(2026, 11, 25)
NO_PAGES = "no saved page that holds an ad"


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


def test_what_was_never_run_live_may_not_be_switched_on(tmp_path: Path) -> None:
    path = write_pack(tmp_path, verified=NEVER)
    fault = next(fault for fault in faults("invented", tmp_path, TODAY) if NO_PAGES not in fault)
    assert fault.startswith(f"{path}:")
    assert "verified: crawl it once by hand" in fault
    write_pack(tmp_path, verified=NEVER, enabled=False)
    assert [fault for fault in faults("invented", tmp_path, TODAY) if NO_PAGES not in fault] == []


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"Write to anna@mail.zz", "an e-mail address"),
        (b'<img src="data:image/png;base64,AAAA">', "a picture"),
        (b"Write to anna@shop.example or a@example.org", ""),
    ],
)
def test_a_saved_page_holds_nobodys_contacts(tmp_path: Path, page: bytes, says: str) -> None:
    folder = write_pack(tmp_path).parent / "pages"
    folder.mkdir()
    (folder / "ad.html").write_bytes(page)
    (folder / "ad.html.yields.json").write_text('{"url": "https://ads.example/", "role": "ad", "ads": [{}]}')
    assert [says in fault for fault in faults("invented", tmp_path, TODAY)] == ([True] if says else [])


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = write_pack(tmp_path, owner=None, family="shop", read={**LISTING, "links": None})
    found = list(faults("invented", tmp_path, TODAY))
    assert [fault.split(": ")[1] for fault in found] == ["family", "owner", "read.links"]
    assert all(fault.startswith(f"{path}:") for fault in found)
