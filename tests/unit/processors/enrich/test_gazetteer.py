"""The gazetteer's table: made once, checked, made anew when damaged, and read as it was made."""

from math import inf
from pathlib import Path

import pytest

from processors.enrich.gazetteer import keeping
from processors.enrich.gazetteer.lookup import gazetteer


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, where making a table is quick."""
    monkeypatch.setenv("ADWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "make", lambda file: file.write_bytes(b"a table"))
    return tmp_path / "cache"


def test_the_table_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = keeping.table()
    assert file.parent == cache
    assert sorted(each.suffix for each in cache.iterdir()) == [".mdb", ".sha256"]
    monkeypatch.setattr(keeping, "make", lambda file: pytest.fail("made again"))
    assert keeping.table() == file


@pytest.mark.parametrize("damage", ["cut", "no hash", "gone"])
def test_a_damaged_table_is_made_anew(cache: Path, damage: str) -> None:
    file = keeping.table()
    if damage == "cut":
        file.write_bytes(b"a tab")
    else:
        (file.with_suffix(".sha256") if damage == "no hash" else file).unlink()
    assert keeping.table().read_bytes() == b"a table"


def test_another_edition_of_the_names_is_another_table(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = keeping.table()
    monkeypatch.setattr(keeping, "version", lambda _: "0.0")
    assert keeping.table() != file


def test_without_a_cache_the_table_is_made_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ADWATCH_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(keeping, "make", lambda file: file.write_bytes(b"a table"))
    file = keeping.table()
    assert file.read_bytes() == b"a table"
    assert tmp_path not in file.parents


# name, what it stands for first, how many own it as their own name at least, people
MEANT = [
    ("lyon", "Lyon, FR", 1, 500_000),
    ("paris", "Paris, FR", 4, 2_000_000),
    ("georgia", "Georgia, GE", 1, inf),
    ("singapore", "Singapore, SG", 1, 3_000_000),  # a town, not a country
    ("москве", "Moscow, RU", 0, 0),
    ("nyc", "New York City, US", 1, 8_000_000),
]


@pytest.mark.parametrize(("name", "first", "own", "people"), MEANT)
def test_names_stand_for(name: str, first: str, own: int, people: float) -> None:
    meaning = gazetteer().find(name)
    place = meaning.entries[0].place
    assert f"{place.name}, {place.country}" == first
    assert sum(not entry.is_other_name for entry in meaning.entries) >= own
    assert meaning.people >= people
    assert name in gazetteer()


@pytest.mark.parametrize("name", ["", "x" * 600, "no such place", "\x00"])
def test_what_is_no_name_stands_for_nothing(name: str) -> None:
    assert name not in gazetteer()
    assert gazetteer().find(name).entries == []
    assert gazetteer().starts(name) is None
    assert gazetteer().area(name) is None
