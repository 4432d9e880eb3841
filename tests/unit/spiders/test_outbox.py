"""The outbox keeps what it took, whatever happens."""

import stat
from pathlib import Path

import msgspec

from spiders.outbox import Outbox, Parcel, path_of


def parcel(number: int) -> Parcel:
    return Parcel("ads.raw", f"key-{number}", msgspec.Raw(b'{"n":%d}' % number))


def test_parcels_come_back_in_order(tmp_path: Path) -> None:
    outbox = Outbox(path_of(tmp_path, "invented"))
    for number in range(3):
        outbox.put(parcel(number))
    found = list(Outbox(outbox.path).parcels())
    assert [(one.topic, one.key, bytes(one.value)) for one in found] == [
        ("ads.raw", f"key-{number}", b'{"n":%d}' % number) for number in range(3)
    ]


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    outbox = Outbox(path_of(tmp_path, "invented"))
    outbox.put(parcel(1))
    assert stat.S_IMODE(outbox.path.stat().st_mode) == 0o600


def test_a_line_cut_short_by_a_crash_harms_no_other(tmp_path: Path) -> None:
    outbox = Outbox(path_of(tmp_path, "invented"))
    outbox.put(parcel(1))
    with outbox.path.open("ab") as file:
        file.write(b'{"topic":"ads.raw","ke')
    outbox.put(parcel(2))
    assert [one.key for one in outbox.parcels()] == ["key-1", "key-2"]


def test_empty_before_and_after(tmp_path: Path) -> None:
    outbox = Outbox(path_of(tmp_path, "invented"))
    assert list(outbox.parcels()) == []
    outbox.put(parcel(1))
    outbox.clear()
    outbox.clear()
    assert list(outbox.parcels()) == []
