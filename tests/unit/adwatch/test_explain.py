"""`adwatch filter enrich --explain`: what was read where and why, on a terminal and as a page."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from adwatch.commands import filter as filters
from adwatch.errors import KnownError
from adwatch.explain.page import article
from adwatch.explain.pieces import pieces, visible
from adwatch.explain.terminal import show
from schemas.ad import EnrichedAd
from schemas.finding import Finding, Span, State
from schemas.mention import Mention, MentionKind
from tests.factories import raw_ad
from tests.unit.adwatch.elements import Elements

TEXT = 'Call 415-555-0123 <b onclick="x">& pay a fee</b> \u202egnp \x1b[2J'
LABELS = {"LB-06": "Fees asked"}


def read(text: str = TEXT) -> EnrichedAd:
    raw = raw_ad(title="", body=text, fields={})
    at = text.index("415")
    fee = text.index("pay")
    mention = Mention(
        kind=MentionKind.PHONE, value="+14155550123", start=at, end=at + 12, surface=text[at : at + 12],
        detector="phones.grouped", confidence=0.9,
    )  # fmt: skip
    spans = (Span(start=at + 4, end=fee + 3, quote="555-0123 <b> pay"),)
    finding = Finding(indicator="LB-06", state=State.PRESENT, spans=spans, note="A fee is asked.")
    fields = {name: getattr(raw, name) for name in raw.__struct_fields__}
    return EnrichedAd(**fields, mentions=(mention,), findings=(finding,))


def test_pieces_are_the_whole_text_cut_at_every_edge() -> None:
    parts = list(pieces(read()))
    assert "".join(part.text for part in parts) == TEXT
    assert [(part.text, bool(part.mention), bool(part.findings)) for part in parts[:3]] == [
        ("Call ", False, False),
        ("415-", True, False),
        ("555-0123", True, True),
    ]


def test_text_is_shown_as_text_on_the_page() -> None:
    page = Elements(article(read(), LABELS))
    assert page.attributes <= {"class", "title"}
    assert page.found <= {"article", "h2", "p", "div", "mark", "span", "table", "tr", "td", "th"}
    assert visible(TEXT) in page.text
    assert "digits with separators that fit the numbering plan of a country; confidence 0.90" in page.text
    assert "LB-06 Fees asked: stated. A fee is asked." in page.text


def test_a_terminal_is_shown_colours_and_is_not_steered() -> None:
    out = io.StringIO()
    show(Console(file=out, force_terminal=True, color_system="standard", width=200, highlight=False), read(), LABELS)
    shown = out.getvalue()
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "<U+001B>[2J" in shown
    assert "\x1b[1;30;43m415-" in shown
    assert "+14155550123" in re.sub(r"\x1b\[[\d;]*m", "", shown)


LINES = '{"id": "a", "text": "Call Anna <i>415-555-0123</i>", "country_hint": "US"}\n{"id": "b"}\n'


def run(monkeypatch: pytest.MonkeyPatch, **options: Any) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES.encode())))
    return filters.enrich(region=None, **options)


def test_the_page_needs_nothing_else_and_lines_are_printed_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    file = tmp_path / "page.html"
    assert run(monkeypatch, page=file) == 1  # for the bad line
    assert [json.loads(line)["id"] for line in capfdbinary.readouterr().out.splitlines()] == ["a"]
    page = file.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert not re.search(r"https?:|src=|href=|<script|@import|url\(", page)
    assert "&lt;i&gt;" in page


def test_a_page_that_cannot_be_written_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        run(monkeypatch, page=tmp_path / "missing" / "page.html")
