"""Layout drift: which field, what was expected, what was found, and both places on the pages."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.drift import Drift
from spiders.drift import drifts
from spiders.drift.samples import Samples
from spiders.read import read
from spiders.read.page import Page, Role
from spiders.source import Source
from tests.unit.spiders.packs import JSON, LISTING, pack

URL = "https://ads.example/ad/1"
LISTED = "<body><ul><li><a href=/ad/1>Room</a></li></ul></body>"
PRICE = '<b class="price">90 GBP</b>'
AD = f'<body><article data-id="1"><h1>Room</h1><div class="text">To let</div>{PRICE}</article></body>'
RENAMED = AD.replace(PRICE, '<b class="cost">07700 900123</b>')
REBUILT = "<body><main><section><h1>Room</h1><div class=text>To let</div></section></main></body>"
EXPECT = {"ads": [2, 100], "coverage": {"price": 0.9}}


def source_with(folder: Path, saved: dict[str, tuple[Role, str, list[dict[str, Any]]]], **changes: Any) -> Source:
    source = pack(folder, **{"expect": EXPECT, **changes})
    pages = source.folder / "pages"
    pages.mkdir()
    for name, (role, text, ads) in saved.items():
        (pages / name).write_text(text, encoding="utf-8")
        expected = {"url": URL, "role": role, "ads": ads}
        (pages / f"{name}.yields.json").write_text(json.dumps(expected), encoding="utf-8")
    return source


@pytest.fixture
def source(tmp_path: Path) -> Source:
    having = [{"key": "1", "title": "Room", "fields": {"price": "90 GBP"}}]
    return source_with(tmp_path, {"ad.html": (Role.AD, AD, having), "list.html": (Role.LIST, LISTED, [])})


def found(source: Source, pages: list[tuple[Role, str]], limited: bool = False, **stats: Any) -> list[Drift]:
    samples = Samples(source)
    for role, text in pages:
        page = Page(URL, role, text.encode())
        samples.look(page, read(page, source))
    counted = {"delivery/taken": 10, "coverage": {"title": 1.0, "price": 1.0}, "samples": samples, **stats}
    return list(drifts(source, counted, limited))


def test_nothing_drifts_where_all_is_as_saved(source: Source) -> None:
    assert found(source, [(Role.LIST, LISTED), (Role.AD, AD)]) == []


def test_a_renamed_field_is_shown_in_both_pages_without_a_word_of_the_ad(source: Source) -> None:
    [drift] = found(source, [(Role.AD, AD), (Role.AD, RENAMED)], coverage={"price": 0.5})
    assert (drift.kind, drift.field, drift.expected, drift.found) == ("coverage", "price", "90%", "50%")
    assert '<b class="price">00 xxx' in drift.before
    assert '<b class="?">00000 000000' in drift.after
    assert "7700" not in drift.after


@pytest.mark.parametrize(
    ("ads", "limited", "expected"),
    [(0, False, "at least 2"), (1, True, None), (100, False, None), (101, False, "at most 100")],
)
def test_a_number_out_of_its_range_shows_the_listing(
    source: Source, ads: int, limited: bool, expected: str | None
) -> None:
    listing = (Role.LIST, "<body><ol><li>nothing today</li></ol></body>")
    counts = [each for each in found(source, [listing], limited, **{"delivery/taken": ads}) if each.kind == "count"]
    assert [each.expected for each in counts] == ([expected] if expected else [])
    if expected:
        assert "<a>xxxx" in counts[0].before
        assert "<li>xxxxxxx xxxxx" in counts[0].after


def test_pages_built_otherwise_are_noticed_even_if_all_is_found(source: Source) -> None:
    [drift] = found(source, [(Role.AD, REBUILT)] * 3)
    assert (drift.kind, drift.field) == ("structure", "ad")


def test_one_odd_page_among_many_is_no_drift(source: Source) -> None:
    assert found(source, [(Role.AD, REBUILT), *[(Role.AD, AD)] * 4]) == []


def test_without_saved_pages_a_field_is_told_all_the_same(tmp_path: Path) -> None:
    [drift] = found(pack(tmp_path, expect=EXPECT), [(Role.AD, RENAMED)], coverage={"price": 0.0})
    assert (drift.before, '<b class="?">' in drift.after) == ("", True)


def test_json_documents_show_keys_and_shapes(tmp_path: Path) -> None:
    having = [{"key": "1", "fields": {"price": "9"}}]
    saved = json.dumps({"items": [{"id": "1", "title": "Room", "text": "x", "price": "9"}]})
    now = json.dumps({"items": [{"id": "1", "title": "Room", "text": "call 07700 900123", "cost": "9"}]})
    source = source_with(tmp_path, {"page.json": (Role.LIST, saved, having)}, read=JSON)
    [drift] = found(source, [(Role.LIST, now)], coverage={"price": 0.0})
    assert '"price": "0"' in drift.before
    assert '"?": "0"' in drift.after
    assert "7700" not in drift.after


def test_a_broken_block_of_data_hides_no_other(tmp_path: Path) -> None:
    how = {**LISTING, "ad": {"type": "Offer"}}
    blocks = '<script type="application/ld+json">{"@type": "Offer", "cost": "07700 900123"}</script>'
    now = f'<body><script type="application/ld+json">{{broken</script>{blocks}</body>'
    source = pack(tmp_path, read=how, expect=EXPECT)
    [drift] = found(source, [(Role.AD, now)], coverage={"price": 0.0})
    assert '"?": "00000 000000"' in drift.after


def test_an_empty_last_page_is_no_measure(tmp_path: Path) -> None:
    saved: dict[str, Any] = {
        "full.html": (Role.LIST, LISTED, []),
        "last.html": (Role.LIST, "<body><p>No more</p></body>", []),
    }
    source = source_with(tmp_path, saved)
    rebuilt = "<body><p>No more</p><table><tr><td><a href=/ad/1>Room</a></td></tr></table></body>"
    [drift] = found(source, [(Role.LIST, rebuilt)])
    assert (drift.kind, drift.field) == ("structure", "list")
