"""Fragments for operators say how a page is built and nothing of what it says."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from spiders.drift.shape import json_shape, masked, name, shown
from spiders.drift.skeleton import MAX_LINES, outline


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Call 07700 900123", "xxxx 00000 000000"),
        ("jane@mail.example", "xxxx@xxxx.xxxxxxx"),
        ("été à Lyon", "xxx x xxxx"),
        ("０７７００ ٩٠٠", "00000 000"),
        ("☎️ ①②", "·x 00"),
        ("<b>", "<x>"),
        ("a\n\tb", "x x"),
        ("", ""),
        ("x" * 500, "x" * 40 + "…"),
    ],
)
def test_a_text_becomes_its_shape(text: str, shape: str) -> None:
    assert masked(text) == shape


def test_names_of_markup_lose_their_digits() -> None:
    assert name("user-447700900123 price") == "user-price"


def test_json_keeps_its_keys_and_is_cut() -> None:
    value = {"tel": "+44 7700 900123", "n": 7, "ok": True, "none": None, "list": [1, 2, 3], "+44770": {"a": {"b": 1}}}
    assert json_shape(value) == {
        "tel": "+00 0000 000000", "n": "0", "ok": True, "none": None, "list": ["0", "0", "…"], "": {"a": {"b": "0"}},
    }  # fmt: skip
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"a": deep}
    assert str(json_shape(deep)).count("a") == 6


def test_only_known_names_are_shown() -> None:
    value = {"@type": 1, "price": 2, "jane_vip": {"a@b": 3}}
    assert json_shape(value, shown(frozenset(["@type", "price", "a@b"]))) == {
        "type": "0", "price": "0", "?": {"ab": "0"},
    }  # fmt: skip


HOSTILE = (
    '<body><article class="ad x-447700900123" id="447700900123" onclick="07700900123" title="Jane">'
    "<h1>Jane 07700 900123</h1><script>var tel='07700900123'</script><tel07700900123>x</tel07700900123>"
    "<jane-vip class='user-jane_vip' rel=jane@mail.example>x</jane-vip><jane>x</jane>"
    "<a href='tel:07700900123'>call</a></article></body>"
)


def test_an_outline_holds_no_contact_wherever_it_stands() -> None:
    body = LexborHTMLParser(HOSTILE).body
    assert body
    seen = outline(body, frozenset(["ad", "x-447700900123"]))
    assert seen.splitlines()[:3] == ["<body>", '  <article class="ad x-" id="?">', "    <h1>xxxx 00000 000000"]
    assert "7700" not in seen
    assert "Jane" not in seen
    assert "jane" not in seen


def test_an_outline_is_short_however_long_the_page() -> None:
    body = LexborHTMLParser("<body>" + "<p>x</p>" * 1000 + "<div>" * 300 + "</body>").body
    assert body
    assert outline(body, frozenset()).count("\n") == MAX_LINES
