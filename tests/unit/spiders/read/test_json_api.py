"""JSON documents with a cursor."""

import json
from pathlib import Path
from typing import Any

import pytest

from spiders.read import read
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role
from tests.unit.spiders.packs import JSON, pack

ITEM = {"id": 7, "title": "T", "text": "<p>a</p><p>b &amp; c</p>", "price": 12.5}


def page(document: Any, url: str = "https://ads.example/api?q=x&after=old") -> Page:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Page(url, Role.LIST, body)


def test_items_are_ads(tmp_path: Path) -> None:
    step = read(page({"items": [ITEM, "odd", {"id": None}], "next": None}), pack(tmp_path, read=JSON))
    first, second = step.ads
    assert (first.key, first.title, first.body, first.fields) == ("7", "T", "a\nb & c", {"price": "12.5"})
    assert second.key == ""
    assert step.bad == ("item",)


@pytest.mark.parametrize(
    ("following", "url"),
    [
        ("abc/+=", "https://ads.example/api?q=x&after=abc%2F%2B%3D"),
        (40, "https://ads.example/api?q=x&after=40"),
        (None, None),
        ("", None),
        (False, None),
        ({"a": 1}, None),
        ("c" * 501, None),
    ],
)
def test_the_cursor_leads_to_the_next_document(tmp_path: Path, following: Any, url: str | None) -> None:
    step = read(page({"items": [], "next": following}), pack(tmp_path, read=JSON))
    assert step.follow == ((Follow(url, Role.LIST),) if url else ())


def test_without_a_cursor_parameter_next_is_an_address(tmp_path: Path) -> None:
    source = pack(tmp_path, read={**JSON, "cursor": None})
    step = read(page({"items": [], "next": "/api/2"}), source)
    assert step.follow == (Follow("https://ads.example/api/2", Role.LIST),)


@pytest.mark.parametrize(("document", "reason"), [({"error": "no"}, "no_items"), ({"items": {}}, "no_items"),
                                                  (b"<html>", "bad_json"), ([], "no_items")])  # fmt: skip
def test_a_document_without_ads_is_unreadable(tmp_path: Path, document: Any, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(page(document), pack(tmp_path, read=JSON))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"items": [ITEM]}).encode()
    assert len(read(page(body), pack(tmp_path, read=JSON)).ads) == 1
