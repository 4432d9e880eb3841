"""One crawl of a source at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spiders.errors import AlreadyRunningError


@contextmanager
def only_crawl_of(source: str, home: Path) -> Iterator[None]:
    """Holds the source's lock; the system lets go of it however the process ends. Raises AlreadyRunningError."""
    path = home / "locks" / f"crawl-{source}"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 20, 0).decode() or "unknown"
            raise AlreadyRunningError(f"a crawl of {source} is running (process {owner}); wait for its end") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)
