"""The audit log: who did what and when, in lines that are only ever appended and chained by their hashes.

Each line names the hash of the line before it, so a line that was changed, taken out, put in or moved shows when the
chain is followed. With each line goes a signed checkpoint, which shows what the chain alone cannot: that lines are
missing at the end, or that all hashes were worked out anew. See `audit_checkpoints.py`.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from adwatch import audit_checkpoints

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
    home: Path,
    action: str,
    subject: str,
    by: str,
    login: str,
    details: Mapping[str, str] | None = None,
    allowed: Callable[[Iterable[Line]], None] | None = None,
) -> Line:
    """Add one line; returns when it, and the checkpoint that signs it, are on the disk. Several processes may do so at
    once. `allowed` is given all lines so far, while nobody else can add one; if it raises, nothing is written.

    A last line that a crash left half-written was never answered for: it is cut off first.
    """
    home.mkdir(parents=True, exist_ok=True)
    with _locked(path(home)) as log:
        if allowed is not None:
            allowed(lines(home))
        last = _last(log)
        if last is not None:
            audit_checkpoints.sign(home, last.seq, last.hash)  # a crash may have come between the two
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
        audit_checkpoints.sign(home, line.seq, line.hash)
    return line


def lines(home: Path) -> Iterator[Line]:
    """All lines, the oldest first. Raises msgspec.DecodeError at one that is none."""
    if path(home).exists():
        with path(home).open("rb") as log:
            yield from (msgspec.json.decode(line, type=Line) for line in log if line.endswith(b"\n"))


def problems(home: Path, public_key: str | None = None, elsewhere: Path | None = None) -> list[str]:
    """What is wrong with the log: nothing when the chain holds from the first line to the last, and its checkpoints
    agree. `public_key` (hex digits) is the one that must have signed it, `elsewhere` a file of checkpoints that were
    kept in another place. Raises FileError for a file of checkpoints that cannot be read.
    """
    found = list(_broken(home))
    if found:
        return found
    hashes = [line.hash for line in lines(home)]
    own = audit_checkpoints.read(audit_checkpoints.path(home))
    if hashes or own:
        found += audit_checkpoints.problems(own, hashes, public_key) + audit_checkpoints.unsigned(own, hashes)
    if elsewhere is not None:
        found += audit_checkpoints.problems(audit_checkpoints.read(elsewhere), hashes, public_key)
    return found


def _broken(home: Path) -> Iterator[str]:
    """Where the chain is broken."""
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
