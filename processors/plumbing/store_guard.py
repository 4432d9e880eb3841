"""Who may open a state store, and what its faults look like to an operator."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lmdb

from processors.errors import StageStoppedError

_REBUILD = (
    "check the disk; to rebuild the state, delete that folder and start the stage again: "
    "it reads its input topic from the earliest record kept (for the stage link: adwatch link rebuild)"
)


def own(path: Path) -> int:
    """Lock the folder for this process; the kernel gives it back however the process ends."""
    lock = os.open(path / "owner", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode("ascii", "replace").strip()
        os.close(lock)
        raise StageStoppedError(
            f"state store {path} is in use by process {owner or 'unknown'}",
            "run a stage with state once per installation; stop the other process first",
        ) from None
    os.truncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """What LMDB says about the store itself, as an error for an operator; a bad key stays the caller's own fault."""
    try:
        yield
    except lmdb.BadValsizeError:
        raise
    except lmdb.MapFullError:
        raise StageStoppedError(f"state store {path} is full", _REBUILD) from None
    except lmdb.Error as error:
        raise StageStoppedError(f"state store {path} is damaged or its disk is full: {error}", _REBUILD) from None


def refuse_truncated(env: lmdb.Environment, path: Path) -> None:
    """Reading past the end of a mapped file kills the process (SIGBUS), so a file that looks too short is checked.

    A sound file may be a few pages short, because pages freed in the transaction that took them are never written.
    """
    expected = (env.info()["last_pgno"] + 1) * env.stat()["psize"]
    if (path / "data.mdb").stat().st_size >= expected:
        return
    from lmdb.verify import VerifyError, verify

    try:
        problems: list[str] = verify(str(path))  # type: ignore[no-untyped-call]
    except VerifyError as error:
        problems = [str(error)]
    if problems:
        raise lmdb.CorruptedError(f"{len(problems)} faults, the first: {problems[0]}")
