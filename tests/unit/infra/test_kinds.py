"""Two search engines, one at a time: which is started, and that the other one is not put in its place unasked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.engines import control, pins, state
from infra.engines.kinds import DEFAULT, SEARCH, kinds
from infra.engines.places import Places
from infra.engines.state import Engine
from infra.errors import EngineError

LISTENS = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An installation whose OpenSearch runs, as far as its file, its process and its port tell."""
    mark = kinds()["search"].mark(Places(tmp_path))
    command = [sys.executable, "-c", LISTENS, mark]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        engine = Engine(f"http://127.0.0.1:{port}", process.pid, "/log", "/data", "opensearch")
        state.save(tmp_path / "engines.json", {"search": engine})
        yield tmp_path
        process.kill()


def test_the_other_search_engine_is_refused_while_one_runs(home: Path) -> None:
    with pytest.raises(EngineError, match=r"OpenSearch runs at .*; stop it first: adwatch engines down"):
        control.up(home, home, print, search="elasticsearch")
    assert state.read(home / "engines.json")["search"].kind == "opensearch"


def test_both_are_known_by_one_mark_so_that_either_is_found_and_stopped(tmp_path: Path) -> None:
    assert {kind.mark(Places(tmp_path)) for kind in SEARCH.values()} == {kinds()["search"].mark(Places(tmp_path))}


def test_their_data_lie_apart(tmp_path: Path) -> None:
    assert len({kind.data(Places(tmp_path)) for kind in SEARCH.values()}) == len(SEARCH)
    assert DEFAULT in SEARCH


@pytest.mark.parametrize("engine", pins.WANTED)
def test_every_file_of_an_engine_is_pinned_once(engine: str) -> None:
    files = [pin.file_name for pin in pins.load(engine)]
    assert files
    assert len(files) == len(set(files))
