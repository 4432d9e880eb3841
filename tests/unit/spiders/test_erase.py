"""Erasing ads from what crawls keep: they are gone from every file, and the rest can still be read."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from spiders.archive import Archive, archived, folder_of
from spiders.erase import erase, remains, sources
from spiders.errors import AlreadyRunningError
from spiders.history import Known, history_of
from spiders.lock import only_crawl_of
from spiders.outbox import Outbox, Parcel, path_of
from spiders.read.page import Page, Role
from tests.unit.spiders.packs import AT

GONE, STAYS = "a" * 24, "b" * 24
PAGE, OTHER = "https://ads.example/offers/17", "https://ads.example/offers/18"
SECRET = b"the words of the ad"


def fill(home: Path) -> None:
    memory = history_of(home, "one", "here")
    for ad_id, address in ((GONE, PAGE), (STAYS, OTHER)):
        memory.keep(ad_id, Known(address, "hash", b"", "", 0, AT.timestamp(), 0, 0), "run")
    memory.close(AT.timestamp())
    parcels = [Parcel(topic="ads.raw", key=key, value=msgspec.Raw(b'{"x":1}')) for key in (GONE, STAYS)]
    Outbox(path_of(home, "one")).put(*parcels)
    Outbox(path_of(home, "one")).set_aside(parcels[:1])
    Outbox(path_of(home, "one")).put(parcels[0])
    archive = Archive(folder_of(home, "one"), "run-1", 1_000_000)
    for page in (
        Page(PAGE, Role.AD, b"<p>" + SECRET, "utf-8"),
        Page(OTHER, Role.AD, b"<p>another ad", "utf-8"),
        Page("https://ads.example/list", Role.LIST, b'<a href="/offers/17">' + SECRET, "utf-8"),
        Page("https://ads.example/list?page=2", Role.LIST, b'<a href="/offers/18">x', "utf-8"),
    ):
        archive.add(page, {}, AT)
    archive.close()


def test_an_ad_is_gone_from_every_file_and_others_are_not(tmp_path: Path) -> None:
    fill(tmp_path)
    assert remains(tmp_path, "one", {GONE}) == 3
    assert erase(tmp_path, "one", {GONE}) == {"archived pages": 2, "waiting ads": 2, "remembered ads": 1}
    assert remains(tmp_path, "one", {GONE}) == 0
    assert remains(tmp_path, "one", {STAYS}) == 2
    pages = [each.page.url for each in archived(folder_of(tmp_path, "one"))]
    assert pages == [OTHER, "https://ads.example/list?page=2"]
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or not [form for form in (GONE.encode(), SECRET) if form in path.read_bytes()], path.name
    assert erase(tmp_path, "one", {GONE}) == {"archived pages": 0, "waiting ads": 0, "remembered ads": 0}


def test_an_archive_that_a_crash_cut_loses_the_part_that_nobody_can_read(tmp_path: Path) -> None:
    fill(tmp_path)
    path = folder_of(tmp_path, "one") / "run-1.warc.gz"
    path.write_bytes(path.read_bytes()[:-20])
    erase(tmp_path, "one", {GONE})
    assert [each.page.url for each in archived(path.parent)] == [OTHER]


def test_what_a_crash_interrupts_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    with monkeypatch.context() as full:
        full.setattr("spiders.erase.os.fsync", disk_full)
        with pytest.raises(OSError, match="full"):
            erase(tmp_path, "one", {GONE})
    assert erase(tmp_path, "one", {GONE})["archived pages"] == 2
    assert next(each.page.url for each in archived(folder_of(tmp_path, "one"))) == OTHER


def disk_full(_: int) -> None:
    raise OSError("full")


def test_a_page_in_the_part_that_a_crash_cut_goes_too(tmp_path: Path) -> None:
    fill(tmp_path)
    path = folder_of(tmp_path, "one") / "run-1.warc.gz"
    path.unlink()
    archive = Archive(path.parent, "run-1", 1_000_000)
    archive.add(Page(OTHER, Role.AD, b"<p>another ad", "utf-8"), {}, AT)
    archive.add(Page(PAGE, Role.AD, b"<p>" + SECRET, "utf-8"), {}, AT)
    archive.close()
    path.write_bytes(path.read_bytes()[:-20])
    damaged = path.stat().st_size
    assert erase(tmp_path, "one", {GONE})["archived pages"] == 1
    assert path.stat().st_size < damaged
    assert [each.page.url for each in archived(path.parent)] == [OTHER]


def test_a_crawl_that_runs_is_not_disturbed(tmp_path: Path) -> None:
    fill(tmp_path)
    with only_crawl_of("one", tmp_path), pytest.raises(AlreadyRunningError):
        erase(tmp_path, "one", {GONE})


def test_every_source_of_which_something_is_kept_is_found(tmp_path: Path) -> None:
    assert sources(tmp_path) == []
    fill(tmp_path)
    Outbox(path_of(tmp_path, "two")).put(Parcel(topic="t", key="k", value=msgspec.Raw(b"{}")))
    assert sources(tmp_path) == ["one", "two"]
    assert erase(tmp_path, "two", {GONE}) == {"archived pages": 0, "waiting ads": 0, "remembered ads": 0}


def test_the_memory_of_other_ads_is_whole(tmp_path: Path) -> None:
    fill(tmp_path)
    erase(tmp_path, "one", {GONE})
    with sqlite3.connect(tmp_path / "state" / "crawls" / "one.sqlite") as memory:
        assert memory.execute("SELECT ad_id FROM ads").fetchall() == [(STAYS,)]
