"""`adwatch sources`: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest

from adwatch.commands import sources
from adwatch.errors import KnownError
from spiders.source import source_names
from tests.unit.spiders.packs import write_pack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs of its own, which the settings name."""
    monkeypatch.setenv("ADWATCH_CRAWL__SOURCES", str(tmp_path))
    write_pack(tmp_path)
    return tmp_path


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert sources.list_sources(as_json=True) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == source_names()


def test_the_shipped_packs_are_in_order_and_as_saved(capsys: pytest.CaptureFixture[str]) -> None:
    assert (sources.check([]), sources.replay([])) == (0, 0)
    assert "differs" not in capsys.readouterr().out


def test_check_prints_each_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pack(folder, pace=None)
    assert sources.check([]) == 2
    assert ":1: pace: missing" in capsys.readouterr().out


def test_a_wrong_file_is_a_known_error(folder: Path) -> None:
    write_pack(folder, pace=None)
    with pytest.raises(KnownError, match="pace: missing") as caught:
        sources.list_sources(as_json=False)
    assert caught.value.exit_code == 2


def test_replay_tells_differences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = folder / "invented" / "pages"
    pages.mkdir()
    (pages / "ad.html").write_text("<article data-id=1><h1>New</h1></article>", encoding="utf-8")
    expected = {"url": "https://ads.example/1", "role": "ad", "ads": [{"key": "1", "url": "https://ads.example/1"}]}
    (pages / "ad.html.yields.json").write_text(json.dumps(expected), encoding="utf-8")
    assert sources.replay(["invented"]) == 1
    assert "ads[0].title: expected None, found 'New'" in capsys.readouterr().out
