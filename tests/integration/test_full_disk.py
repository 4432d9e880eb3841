"""A disk without a free byte, for real: state store and outbox stop or refuse, and nothing half-written counts."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from benchmarks.chaos.disk import Disk, small_disk
from processors.errors import StageStoppedError
from processors.state import Place, Store
from spiders.outbox import Outbox, Parcel

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
