"""The audit log: a chain that shows whatever was done to it, and that survives what happens to files."""

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from adwatch import audit


def filled(home: Path, count: int = 5) -> list[bytes]:
    for number in range(count):
        audit.append(home, "alert.ack", f"al-{number}", "ana", "office", {"note": "é"})
    return audit.path(home).read_bytes().splitlines(keepends=True)


def test_each_line_names_the_one_before(tmp_path: Path) -> None:
    filled(tmp_path)
    lines = list(audit.lines(tmp_path))
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert [line.before for line in lines] == [audit.FIRST, *(line.hash for line in lines[:-1])]
    assert audit.head(tmp_path) == lines[-1].hash
    assert list(audit.problems(tmp_path)) == []
    assert audit.path(tmp_path).stat().st_mode & 0o077 == 0


def other_person(line: bytes) -> bytes:
    return json.dumps({**json.loads(line), "by": "bob"}).encode() + b"\n"


# what is done to the file                                                    lines that tell
TAMPERED: list[tuple[Callable[[list[bytes]], list[bytes]], list[str]]] = [
    (lambda lines: [other_person(lines[0]), *lines[1:]], ["line 1: was changed"]),
    (lambda lines: [*lines[:2], other_person(lines[2]), *lines[3:]], ["line 3: was changed"]),
    (lambda lines: [*lines[:4], other_person(lines[4])], ["line 5: was changed"]),
    (lambda lines: lines[1:], ["line 1: does not follow"]),
    (lambda lines: [*lines[:2], *lines[3:]], ["line 3: does not follow"]),
    (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], ["line 2:", "line 3:", "line 4:"]),
    (lambda lines: [*lines, lines[0]], ["line 6: does not follow"]),
    (lambda lines: [*lines[:2], b"no line\n", *lines[2:]], ["line 3: cannot be read"]),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "found"), TAMPERED)
def test_tampering_shows(tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]], found: list[str]) -> None:
    lines = filled(tmp_path)
    audit.path(tmp_path).write_bytes(b"".join(tamper(lines)))
    problems = list(audit.problems(tmp_path))
    assert len(problems) == len(found)
    for problem, start in zip(problems, found, strict=True):
        assert problem.startswith(start)


def test_a_line_that_a_crash_cut_off_is_replaced_by_the_next(tmp_path: Path) -> None:
    lines = filled(tmp_path)
    audit.path(tmp_path).write_bytes(b"".join(lines)[:-30])
    assert list(audit.problems(tmp_path)) == []
    assert audit.append(tmp_path, "alert.ack", "al-9", "ana", "office").seq == 5
    assert list(audit.problems(tmp_path)) == []


def write_many(home: Path, name: str) -> None:
    for number in range(20):
        audit.append(home, "alert.ack", f"{name}-{number}", name, name)


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=write_many, args=(tmp_path, f"w{number}")) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    assert list(audit.problems(tmp_path)) == []
    assert len(list(audit.lines(tmp_path))) == 60
