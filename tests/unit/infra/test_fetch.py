"""Fetched files: only the ones we know, unpacked only where they belong, all or nothing."""

import stat
import zipfile
from pathlib import Path

import pytest

from infra.engines import fetch, pins, unpack
from infra.engines.files import require_room
from infra.errors import EngineError


def archive(path: Path, entries: dict[str, str], mode: int = stat.S_IFREG | 0o644) -> Path:
    with zipfile.ZipFile(path, "w") as zipped:
        for name, text in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            zipped.writestr(entry, text)
    return path


@pytest.mark.parametrize("engine", pins.WANTED)
def test_every_file_of_an_engine_is_held_to_a_digest(engine: str) -> None:
    loaded = pins.load(engine)
    assert all(len(pin.sha256) == 64 and len(pin.coordinate.split(":")) == 4 for pin in loaded)
    assert set(pins.WANTED[engine]) <= {pin.coordinate for pin in loaded}


def test_a_changed_pin_goes_to_another_folder() -> None:
    known = pins.load("kafka")
    changed = (pins.Pin(known[0].coordinate, "0" * 64), *known[1:])
    assert pins.digest(changed) != pins.digest(known)


def test_a_file_with_another_digest_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    arrived = tmp_path / "a-1.jar"
    arrived.write_text("something else")
    with pytest.raises(EngineError, match=r"a-1\.jar is not the file we know"):
        fetch.keep(pins.Pin("g:a:jar:1", "0" * 64), arrived, tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_known_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    arrived = tmp_path / "a-1.jar"
    arrived.write_text("the right one")
    fetch.keep(pins.Pin("g:a:jar:1", pins.sha256(arrived)), arrived, tmp_path / "kept")
    assert (tmp_path / "kept" / "a-1.jar").read_text() == "the right one"


def test_what_is_complete_is_not_fetched_again(tmp_path: Path) -> None:
    complete = tmp_path / f"kafka-{pins.digest(pins.load('kafka'))}"
    complete.mkdir()
    said: list[str] = []
    assert fetch.fetch("kafka", tmp_path, said.append) == complete
    assert said == []


def test_an_archive_is_unpacked_with_its_programs_runnable_and_nothing_writable_by_others(tmp_path: Path) -> None:
    source = archive(tmp_path / "good.zip", {"top/bin/run": "#!"}, stat.S_IFREG | 0o777)
    (tmp_path / "out").mkdir()
    unpack.unpack(source, tmp_path / "out")
    unpacked = tmp_path / "out" / "top" / "bin" / "run"
    assert unpacked.read_text() == "#!"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (unpacked, unpacked.parent)] == [0o755, 0o755]


HOSTILE = {
    "climbs": ({"../outside": "x"}, stat.S_IFREG),
    "climbs later": ({"good": "x", "a/../../outside": "x"}, stat.S_IFREG),
    "absolute": ({"/outside": "x"}, stat.S_IFREG),
    "other slashes": ({"..\\outside": "x"}, stat.S_IFREG),
    "link": ({"link": "/etc"}, stat.S_IFLNK),
    "device": ({"device": ""}, stat.S_IFCHR),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_archive_writes_nothing(case: str, tmp_path: Path) -> None:
    entries, kind = HOSTILE[case]
    (tmp_path / "out").mkdir()
    with pytest.raises(EngineError, match="not unpacked"):
        unpack.unpack(archive(tmp_path / "bad.zip", entries, kind | 0o644), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_an_archive_that_claims_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_BYTES", 10)
    (tmp_path / "out").mkdir()
    with pytest.raises(EngineError, match="more than it may"):
        unpack.unpack(archive(tmp_path / "bomb.zip", {"a": "x" * 6, "b": "x" * 6}), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_half_an_archive_is_told(tmp_path: Path) -> None:
    whole = archive(tmp_path / "whole.zip", {"a": "x" * 100})
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[:60])
    with pytest.raises(EngineError, match=r"half\.zip is broken"):
        unpack.unpack(half, tmp_path)


def test_a_disk_without_room_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="disk nearly full"):
        require_room(tmp_path, megabytes=10**9)
    require_room(tmp_path, megabytes=1)
