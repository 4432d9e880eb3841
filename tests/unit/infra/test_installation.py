"""The files of an installation: addresses, keys, places, ports."""

import os
import socket
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from infra.engines import files, keys, places, ports, processes, state
from infra.engines.state import Engine
from infra.errors import EngineError

SEARCH = Engine("http://127.0.0.1:20001", 7, "/log", "/data")


def test_addresses_come_back_as_they_were_saved(tmp_path: Path) -> None:
    saved = {"kafka": Engine("127.0.0.1:20000", None, "/log", "/data"), "search": SEARCH}
    state.save(tmp_path / "engines.json", saved)
    assert state.read(tmp_path / "engines.json") == saved
    assert [path.name for path in tmp_path.iterdir()] == ["engines.json"]  # nothing left of the writing


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"kafka": 1}', '{"kafka": {"address": "x"}}'])
def test_a_damaged_file_counts_as_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "engines.json"
    path.write_text(text)
    assert state.read(path) == {}


def test_the_port_is_part_of_the_address() -> None:
    assert SEARCH.port == 20001


def test_keys_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    keys.create_missing(folder)
    made = {path.name: path.read_text() for path in folder.iterdir()}
    keys.create_missing(folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == made
    assert set(made) == {"token_key", "url_key", "vault_key"}
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())] == [0o700, *[0o600] * 3]
    Fernet(made["url_key"].strip())  # raises when it is none


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        keys.create_missing(tmp_path / name)
    assert (tmp_path / "one" / "token_key").read_text() != (tmp_path / "two" / "token_key").read_text()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "new \ud800")
    assert [(left.name, left.read_text()) for left in tmp_path.iterdir()] == [("file", "old")]


def test_an_open_folder_is_open_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        files.make_open(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")] == [0o755, 0o755]


@pytest.mark.parametrize(("mode", "open_to_all"), [(0o755, True), (0o711, True), (0o700, False), (0o750, False)])
def test_a_folder_below_a_closed_one_cannot_be_reached_by_others(mode: int, open_to_all: bool, tmp_path: Path) -> None:
    tmp_path.chmod(mode)
    above = places.reachable(tmp_path.parent)
    assert places.reachable(tmp_path / "not" / "yet") is (open_to_all and above)


def test_the_search_engine_moves_out_of_a_closed_home_only_for_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    tmp_path.chmod(0o700)
    found = {}
    for root in (True, False):
        monkeypatch.setattr(places, "is_root", lambda root=root: root)
        found[root] = places.Places(home).search
    assert found[True].parent == places.SYSTEM_DATA
    assert found[True] != places.Places(tmp_path / "other").search
    assert found[False] == home / "search"


def test_a_taken_port_is_told_with_the_option_that_changes_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not ports.free(port)
        assert ports.answers(port)
        with pytest.raises(EngineError, match=f"port {port} is taken.*--kafka-port"):
            ports.claim(port, "--kafka-port")
    assert ports.claim(port, "--kafka-port") == port


def test_ports_are_picked_where_no_outgoing_connection_begins() -> None:
    picked = {ports.pick() for _ in range(20)}
    assert all(20_000 <= port < 30_000 for port in picked)


def test_the_end_of_a_log_is_quoted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"\xff first\n" + b"".join(b"line %d\n" % number for number in range(20)))
    assert processes.tail(log).splitlines() == [f"line {number}" for number in range(14, 20)]
    assert processes.tail(tmp_path / "none") == "(no log)"
