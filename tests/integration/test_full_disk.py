"""A disk without a free byte, for real: what is kept on it stops or refuses, and nothing half-written counts."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from benchmarks.chaos.disk import Disk, small_disk
from processors.errors import StageStoppedError
from processors.state import Place, Store
from spiders.archive import Archive, archived
from spiders.outbox import Outbox, Parcel
from spiders.read.page import Page, Role

PLACE = Place("ads.raw", 0)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Disk]]:
    with small_disk(tmp_path / "disk") as mounted:
        if mounted is None:
            pytest.skip("only root may mount a small disk")
        yield tmp_path / "disk", mounted


def fill(store: Store) -> None:
    with store.begin() as state:
        for number in range(1000):
            state.put("ads", b"%d" % number, b"x" * 1000)
        state.commit({PLACE: 1001})


def test_the_state_stays_as_it_was_committed_last_and_an_operator_is_told(disk: tuple[Path, Disk]) -> None:
    folder, small = disk
    with Store(folder / "state") as store:
        with store.begin() as state:
            state.put("ads", b"before", b"1")
            state.commit({PLACE: 1})
        with small.full(), pytest.raises(StageStoppedError, match="disk is full"):
            fill(store)

    with Store(folder / "state") as store:
        assert store.offsets() == {PLACE: 1}
        with store.begin() as state:
            assert [key for key, _ in state.scan("ads")] == [b"before"]
            state.put("ads", b"after", b"1")
            state.commit({PLACE: 2})


def test_an_outbox_keeps_what_it_has_and_refuses_the_rest(disk: tuple[Path, Disk]) -> None:
    folder, small = disk
    outbox = Outbox(folder / "outbox.jsonl")
    first, second = (Parcel("ads.raw", str(number), msgspec.Raw(b'"%s"' % (b"x" * 9000))) for number in range(2))
    outbox.put(first)
    with small.full(), pytest.raises(OSError, match="No space"):
        outbox.put(second)

    assert list(outbox.parcels()) == [first]
    outbox.put(second)
    assert [parcel.key for parcel in outbox.parcels()] == ["0", "1"]


def test_an_archive_keeps_whole_pages_only_and_goes_on_when_there_is_room(disk: tuple[Path, Disk]) -> None:
    folder, small = disk
    archive = Archive(folder / "pages", "run-1", max_bytes=1 << 30)
    first, refused, last = (Page(f"https://ads.example/{at}", Role.AD, os.urandom(50_000)) for at in range(3))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    refs = [archive.add(first, {}, at)]
    with small.full(), pytest.raises(OSError, match="No space"):
        archive.add(refused, {}, at)
    refs.append(archive.add(last, {}, at))
    archive.close()

    assert [(each.page.url, each.page.body, each.ref) for each in archived(folder / "pages")] == [
        (page.url, page.body, ref) for page, ref in zip((first, last), refs, strict=True)
    ]
