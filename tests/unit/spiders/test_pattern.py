"""Patterns from source files."""

from pathlib import Path
from typing import Any

import pytest

from spiders.errors import SourceError
from spiders.pattern import compiled, first_match
from tests.unit.spiders.packs import JSON, LISTING, pack


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("[0-9]+", "ad 42, page 7", "42"),
        ("/ad/([0-9]+)", "/ad/42-bed", "42"),
        ("(x)?[0-9]", "42", ""),
        ("z", "42", ""),
        ("é+", "caféé", "éé"),
        ("[0-9]+", "\ud83d ad 42", "42"),
        ("(a+)+$", "a" * 50_000 + "b", ""),  # takes others for ever
    ],
)
def test_first_match(pattern: str, text: str, found: str) -> None:
    assert first_match(pattern, text) == found


@pytest.mark.parametrize("pattern", ["(?=a)", r"(a)\1", "(", "((a{1000}){1000}){1000}", "(a)(b)"])
def test_what_re2_does_not_take_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        compiled(pattern)


@pytest.mark.parametrize(
    ("read", "field"),
    [
        ({**LISTING, "ad": {**LISTING["ad"], "title": {"css": "h1", "pattern": "(?!x)"}}}, "read.ad.title.pattern"),  # type: ignore[dict-item]
        ({**JSON, "ad": {**JSON["ad"], "key": {"path": "id", "pattern": "["}}}, "read.ad.key.pattern"),  # type: ignore[dict-item]
    ],
)
def test_the_error_names_the_place(tmp_path: Path, read: dict[str, Any], field: str) -> None:
    with pytest.raises(SourceError, match="not a pattern RE2 takes") as caught:
        pack(tmp_path, read=read)
    assert caught.value.field == field
