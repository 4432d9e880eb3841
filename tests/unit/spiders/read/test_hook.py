"""`hook.py`: what is odd about a source."""

from pathlib import Path

import pytest

from spiders.errors import SpiderError
from spiders.read import read
from spiders.read.page import Page, Role
from spiders.source import Source
from tests.unit.spiders.packs import JSON, pack

PAGE = Page("https://ads.example/api", Role.LIST, b'{"items": [{"id": "1", "title": "a"}, {"id": "2", "title": "b"}]}')


def with_hook(folder: Path, code: str) -> Source:
    source = pack(folder, read=JSON)
    (source.folder / "hook.py").write_text(code, encoding="utf-8")
    return pack(folder, read=JSON)


def test_it_mends_and_drops_ads(tmp_path: Path) -> None:
    code = (
        "from dataclasses import replace\n"
        "def ad(draft):\n    return None if draft.key == '1' else replace(draft, title=draft.title.upper())\n"
    )
    assert [ad.title for ad in read(PAGE, with_hook(tmp_path, code)).ads] == ["B"]


def test_it_counts_in_the_version(tmp_path: Path) -> None:
    assert pack(tmp_path, read=JSON).version != with_hook(tmp_path, "def ad(draft): return draft").version


def test_a_hook_without_its_function_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SpiderError, match=r"hook\.py: expected a function"):
        read(PAGE, with_hook(tmp_path, "x = 1"))
