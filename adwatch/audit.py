"""The audit log: who did what and when, in lines that are only ever appended and chained by their hashes.

Each line names the hash of the line before it, so a line that was changed, taken out, put in or moved shows when the
chain is followed. What the chain alone cannot show is that whole lines are missing at the end: for that its head is
to be kept elsewhere, too.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

FIRST = "0" * 64
_TAIL = 1024 * 1024  # longer than any line


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done. `by` is who says to have done it, `login` who the system says it was."""

    seq: int
    at: datetime
    by: str
    login: str
    action: str  # "alert.close"
    subject: str  # the id of what it was done to
    details: dict[str, str] = {}
    before: str  # hash of the line before
    hash: str = ""


def path(home: Path) -> Path:
    """Where the log lies: JSON lines."""
    return home / "audit.log"


def append(
    home: Path, action: str, subject: str, by: str, login: str, details: Mapping[str, str] | None = None
) -> Line:
    """Add one line; returns when it is on the disk. Several processes may do so at once.

    A last line that a crash left half-written was never answered for: it is cut off first.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _locked(path(home)) as log:
        last = _last(log)
        line = Line(
            seq=last.seq + 1 if last else 1,
            at=datetime.now(UTC),
            by=by,
            login=login,
            action=action,
            subject=subject,
            details=dict(details or {}),
            before=last.hash if last else FIRST,
        )
        line = msgspec.structs.replace(line, hash=_hash(line))
        log.write(msgspec.json.encode(line) + b"\n")
        log.flush()
        os.fsync(log.fileno())
    return line


def lines(home: Path) -> Iterator[Line]:
    """All lines, the oldest first. Raises msgspec.DecodeError at one that is none."""
    if path(home).exists():
        with path(home).open("rb") as log:
            yield from (msgspec.json.decode(line, type=Line) for line in log if line.endswith(b"\n"))


def problems(home: Path) -> Iterator[str]:
    """What is wrong with the log, line by line; nothing when the chain holds from the first line to the last."""
    before, seq = FIRST, 0
    content = path(home).read_bytes() if path(home).exists() else b""
    for number, raw in enumerate(content.splitlines(keepends=True), 1):
        if not raw.endswith(b"\n"):
            return  # cut off by a crash; never answered for
        try:
            line = msgspec.json.decode(raw, type=Line)
        except msgspec.DecodeError as error:
            yield f"line {number}: cannot be read ({error})"
            continue
        if _hash(line) != line.hash:
            yield f"line {number}: was changed after it was written"
        if (line.seq, line.before) != (seq + 1, before):
            yield f"line {number}: does not follow the line before it; something was removed, put in or moved"
        before, seq = line.hash, line.seq


def head(home: Path) -> str:
    """The hash of the last line, to be kept elsewhere; FIRST for an empty log."""
    last = FIRST
    for line in lines(home):
        last = line.hash
    return last


def _hash(line: Line) -> str:
    return hashlib.sha256(
        msgspec.json.encode(msgspec.structs.replace(line, hash=""), order="deterministic")
    ).hexdigest()


@contextmanager
def _locked(file: Path) -> Iterator[BinaryIO]:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        yield log


def _last(log: BinaryIO) -> Line | None:
    """The last whole line, with the file positioned behind it."""
    end = log.seek(0, os.SEEK_END)
    start = log.seek(max(0, end - _TAIL))
    tail = log.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    log.truncate(start + len(whole))
    log.seek(start + len(whole))
    return msgspec.json.decode(whole.splitlines()[-1], type=Line) if whole else None
