"""The gazetteer's table: made once, checked, made anew when damaged, and read as it was made."""

import os
from collections.abc import Callable
from math import inf
from pathlib import Path

import lmdb
import pytest

from processors.enrich.gazetteer import keeping
from processors.enrich.gazetteer.lookup import Gazetteer, gazetteer


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, where making a table is quick."""
    monkeypatch.setenv("ADWATCH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "make", lambda file: file.write_bytes(b"a table"))
    return tmp_path / "cache"


def table() -> Path:
    with keeping.table() as file:
        return file


def test_the_table_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = table()
    assert file.parent == cache
    assert sorted(each.suffix for each in cache.iterdir()) == [".mdb", ".sha256"]
    monkeypatch.setattr(keeping, "make", lambda file: pytest.fail("made again"))
    assert table() == file


@pytest.mark.parametrize("damage", ["cut", "no hash", "gone"])
def test_a_damaged_table_is_made_anew(cache: Path, damage: str) -> None:
    file = table()
    if damage == "cut":
        file.write_bytes(b"a tab")
    else:
        (file.with_suffix(".sha256") if damage == "no hash" else file).unlink()
    assert table().read_bytes() == b"a table"


def test_another_edition_of_the_names_is_another_table(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = table()
    monkeypatch.setattr(keeping, "version", lambda _: "0.0")
    assert table() != file


def no_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write_text("a file")


def full(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(file: Path) -> None:
        if file.is_relative_to(cache):
            raise lmdb.DiskError("No space left on device")
        file.write_bytes(b"a table")

    monkeypatch.setattr(keeping, "make", make)


def no_home(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ADWATCH_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(Path, "home", home)


@pytest.mark.parametrize("hinder", [no_folder, full, no_home])
def test_without_a_cache_the_table_is_made_elsewhere_and_nothing_is_left(
    hinder: Callable[[Path, pytest.MonkeyPatch], None], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinder(cache, monkeypatch)
    with keeping.table() as file:
        assert file.read_bytes() == b"a table"
        assert cache not in file.parents
    assert not file.parent.exists()


def test_a_table_that_is_gone_can_still_be_asked(tmp_path: Path) -> None:
    with keeping.table() as kept:
        copy = tmp_path / kept.name
        copy.write_bytes(kept.read_bytes())
    opened = Gazetteer(copy)
    copy.unlink()
    assert opened.find("lyon") == gazetteer().find("lyon")


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
