"""Lines that are only added: what a crash cut off harms no later line, and a bad line is named."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adwatch import forecast
from processors import added_lines
from processors.alert import live, load_rule
from processors.alert.silences import Silence, Silences
from processors.searches import Saved, SavedSearch
from processors.settings import ProcessorSettings
from processors.yaml_file import FileError
from tests.factories import NOON


class Line(msgspec.Struct):
    """A line of the tests."""

    name: str


def names(path: Path) -> list[str]:
    return [each.name for each in added_lines.read(path, Line, "line")]


@pytest.mark.parametrize("length", [3, 70_000, 200_000])
@pytest.mark.parametrize("first", [[], ["a", "b"]])
def test_what_a_crash_cut_off_is_passed_over_and_then_cut_off(tmp_path: Path, length: int, first: list[str]) -> None:
    path = tmp_path / "home" / "lines.jsonl"
    added_lines.add(path, map(Line, first))
    with path.open("ab") as file:
        file.write(b'{"name":"' + b"x" * length)
    assert names(path) == first
    added_lines.add(path, [Line("c"), Line("d")])
    assert names(path) == [*first, "c", "d"]


@pytest.mark.parametrize("bad", [b"nonsense", b'{"name":1}', b'{"name":"\xff"}', b"[" * 100_000, b'{"name":"a"'])
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"name":"a"}\n\n' + bad + b'\n{"name":"b"}\n')
    with pytest.raises(FileError, match=r"lines\.jsonl:3: no line; mend or remove the line"):
        names(path)


def add_many(path: Path, name: str) -> None:
    for number in range(30):
        added_lines.add(path, [Line(f"{name}-{number}")])


def test_several_processes_add_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=add_many, args=(path, f"w{number}")) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert len(set(names(path))) == 90


RULE = load_rule(ProcessorSettings().catalogue / "rules" / "high_band_ad.yml")
SEARCH = SavedSearch(id="farms", title="Farms", query={"match": {"body": "farm"}}, since=NOON, by="ana")
SILENCE = Silence(id="si-1", start=NOON, end=NOON, reason="why", by="ana")


def add_forecast(home: Path) -> None:
    forecast.keep(home, forecast.forecast(RULE, [], 30, "a list"))


# file            adds a line                                                 reads all of them
FILES: dict[str, tuple[Callable[[Path], Any], Callable[[Path], Any]]] = {
    "searches.jsonl": (lambda home: Saved(home).add(SEARCH), lambda home: Saved(home).read()),
    "forecasts.jsonl": (add_forecast, lambda home: forecast.latest(home, RULE)),
    "live.jsonl": (
        lambda home: added_lines.add(home / "live.jsonl", [live.Entry(rule=RULE.id, digest="a")]),
        lambda home: live.only_live([RULE], [home / "live.jsonl"]),
    ),
    "silences.jsonl": (
        lambda home: Silences(home / "silences.jsonl").add(SILENCE),
        lambda home: Silences(home / "silences.jsonl").read(),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_such_file_survives_a_crash_and_names_a_bad_line(tmp_path: Path, name: str) -> None:
    add, read = FILES[name]
    with (tmp_path / name).open("ab") as file:
        file.write(b'{"id":"cut off')
    add(tmp_path)
    read(tmp_path)
    assert (tmp_path / name).read_bytes().count(b"\n") == 1
    with (tmp_path / name).open("ab") as file:
        file.write(b"nonsense\n")
    with pytest.raises(FileError, match=rf"{name}:2: no "):
        read(tmp_path)


def test_lines_behind_a_place_are_read_when_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    assert added_lines.behind(path, 0) == ([], 0)
    path.write_bytes(b"one\ntwo\nthr")
    assert added_lines.behind(path, 0) == ([b"one\n", b"two\n"], 8)
    assert added_lines.behind(path, 0, most=1) == ([b"one\n"], 4)
    assert added_lines.behind(path, 8) == ([], 8)
    with path.open("ab") as file:
        file.write(b"ee\n")
    assert added_lines.behind(path, 8) == ([b"three\n"], 14)
    assert added_lines.behind(path, 99) == ([], 99)
