"""The audit log: a chain that shows whatever was done to it, and that survives what happens to files."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adwatch import audit, audit_checkpoints


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


def worked_out_anew(lines: list[bytes]) -> list[bytes]:
    """What somebody writes who knows how the chain is made."""
    before, made = audit.FIRST, []
    for seq, line in enumerate(lines, 1):
        bare = msgspec.structs.replace(msgspec.json.decode(line, type=audit.Line), seq=seq, before=before, hash="")
        whole = msgspec.structs.replace(bare, hash=audit._hash(bare))
        before = whole.hash
        made.append(msgspec.json.encode(whole) + b"\n")
    return made


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
    (lambda lines: lines[:-1], ["line 5: was signed and is missing"]),
    (lambda lines: lines[:1], [f"line {number}: was signed and is missing" for number in (2, 3, 4, 5)]),
    (lambda lines: [], [f"line {number}: was signed and is missing" for number in (1, 2, 3, 4, 5)]),
    (lambda lines: [*lines[:4], lines[4][:-30]], ["line 5: was signed and is missing"]),
    (lambda lines: worked_out_anew([*lines[:3], other_person(lines[3]), lines[4]]),
     ["line 4: is not the one that was signed", "line 5: is not the one that was signed"]),
    (lambda lines: worked_out_anew([lines[1], lines[0], *lines[2:]]),
     [f"line {number}: is not the one that was signed" for number in (1, 2, 3, 4, 5)]),
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
    with audit.path(tmp_path).open("ab") as log:
        log.write(lines[-1][:-30])  # it was not signed yet, and never answered for
    assert list(audit.problems(tmp_path)) == []
    assert audit.append(tmp_path, "alert.ack", "al-9", "ana", "office").seq == 6
    assert list(audit.problems(tmp_path)) == []


def test_checkpoints_that_were_taken_away_or_made_by_another_key_show(tmp_path: Path) -> None:
    filled(tmp_path)
    file, [*_, last] = audit_checkpoints.path(tmp_path), audit_checkpoints.read(audit_checkpoints.path(tmp_path))
    kept = file.read_bytes()
    file.unlink()
    assert audit.problems(tmp_path)[0].startswith("no signed checkpoint")
    file.write_bytes(b"".join(kept.splitlines(keepends=True)[:2]))
    assert audit.problems(tmp_path) == ["lines 3 to 5: are not signed"]

    other = Ed25519PrivateKey.generate()
    words = audit_checkpoints._words(last.seq, last.head)
    forged = msgspec.structs.replace(last, signature=other.sign(words).hex())
    file.write_bytes(kept + msgspec.json.encode(forged) + b"\n")
    assert audit.problems(tmp_path) == []  # the good one is there, too
    file.write_bytes(msgspec.json.encode(forged) + b"\n")
    assert audit.problems(tmp_path) == ["checkpoint of line 5: the signature is not by this key"]

    own = msgspec.structs.replace(forged, key=other.public_key().public_bytes_raw().hex())
    file.write_bytes(msgspec.json.encode(own) + b"\n")
    assert audit.problems(tmp_path) == []  # whoever changes key and log leaves no trace here ...
    assert audit.problems(tmp_path, public_key=last.key)  # ... but where the key was noted


def test_what_is_kept_elsewhere_shows_a_line_that_was_taken_away_with_its_checkpoint(tmp_path: Path) -> None:
    lines = filled(tmp_path)
    elsewhere, file = tmp_path / "copy", audit_checkpoints.path(tmp_path)
    elsewhere.write_bytes(file.read_bytes())
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:4]))
    audit.path(tmp_path).write_bytes(b"".join(lines[:4]))
    assert audit.problems(tmp_path) == []
    assert audit.problems(tmp_path, elsewhere=elsewhere) == [
        "line 5: was signed and is missing; the log ends with line 4"
    ]


def test_a_line_that_a_crash_left_unsigned_is_signed_with_the_next(tmp_path: Path) -> None:
    filled(tmp_path)
    file = audit_checkpoints.path(tmp_path)
    for _ in range(2):
        audit.append(tmp_path, "alert.ack", "al-9", "ana", "office")
        file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
        assert audit.problems(tmp_path) == []
    assert [each.seq for each in audit_checkpoints.read(file)] == [1, 2, 3, 4, 5, 6]


def test_what_is_not_allowed_is_not_written(tmp_path: Path) -> None:
    def refuse(lines: Iterable[audit.Line]) -> None:
        raise PermissionError(f"{len(list(lines))} lines")

    filled(tmp_path, 2)
    with pytest.raises(PermissionError, match="2 lines"):
        audit.append(tmp_path, "vault.open", "x", "ana", "office", allowed=refuse)
    assert len(list(audit.lines(tmp_path))) == 2


WRITER = """
import sys
from pathlib import Path
from adwatch import audit
while True:
    line = audit.append(Path(sys.argv[1]), "alert.ack", "al-1", "ana", "office")
    print(line.seq, flush=True)
"""


def test_kill_9_loses_no_line_that_was_answered_for_and_breaks_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout
        answered = [int(writer.stdout.readline()) for _ in range(25)]
        os.kill(writer.pid, signal.SIGKILL)
        answered += map(int, writer.stdout.read().split("\n")[:-1])
        writer.wait()
        assert len(list(audit.lines(tmp_path))) - answered[-1] in (0, 1)
        assert audit.problems(tmp_path) == []


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
