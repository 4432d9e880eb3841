"""Saved pages: differences are told field by field."""

import json
from pathlib import Path
from typing import Any

import pytest

from spiders.errors import SpiderError
from spiders.saved import differences, saved_pages
from spiders.source import Source
from tests.unit.spiders.packs import JSON, pack

URL = "https://ads.example/api"
EXPECTED = {"url": URL, "role": "list", "ads": [{"key": "1", "url": URL, "title": "T", "fields": {"price": "5"}}]}


def save(folder: Path, item: Any, expected: Any) -> Source:
    source = pack(folder, read=JSON)
    pages = source.folder / "pages"
    pages.mkdir()
    (pages / "a.json").write_text(json.dumps({"items": [item]}), encoding="utf-8")
    (pages / "a.json.yields.json").write_text(json.dumps(expected), encoding="utf-8")
    return source


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"id": 1, "title": "T", "price": 5}, []),
        ({"id": 1, "title": "U", "price": 5}, ["ads[0].title: expected 'T', found 'U'"]),
        ({"id": 1, "title": "T"}, ["ads[0].fields.price: expected '5', found None"]),
        ("odd", ["ads: expected 1, found 0", "bad: expected 0, found 1"]),
    ],
)
def test_differences(tmp_path: Path, item: Any, found: list[str]) -> None:
    source = save(tmp_path, item, EXPECTED)
    (saved,) = saved_pages(source)
    assert list(differences(saved, source)) == found


def test_an_expectation_that_cannot_be_read_names_its_file(tmp_path: Path) -> None:
    source = save(tmp_path, {}, {"url": URL, "role": "advert"})
    with pytest.raises(SpiderError, match=r"a\.json\.yields\.json"):
        saved_pages(source)


def test_an_expectation_without_its_page_is_told(tmp_path: Path) -> None:
    source = save(tmp_path, {}, EXPECTED)
    (source.folder / "pages" / "a.json").unlink()
    with pytest.raises(SpiderError, match=r"no page a\.json"):
        saved_pages(source)
