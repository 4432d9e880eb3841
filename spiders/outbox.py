"""What could not be delivered waits here, on disk, until the next crawl of its source delivers it.

JSON lines, each written through to the disk before it counts as kept. Holds clear text: readable by its owner only.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

REFUSED = ".refused"  # ending of the file of those that are never tried again
REST = ".rest"  # of the file that takes the outbox' place in a moment


class Parcel(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record on its way to the bus."""

    topic: str  # its name on this cluster
    key: str
    value: msgspec.Raw  # the record, encoded
    at_ms: int | None = None  # when it was published first; None for what is published now


class Outbox:
    """The parcels of one source. Not for two writers: the crawl's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, *parcels: Parcel) -> None:
        """Keep parcels. Raises OSError when they cannot be written; then they do not count as kept."""
        _append(self.path, parcels)

    def parcels(self) -> Iterator[Parcel]:
        """All parcels, oldest first. A line that a crash cut short is passed over."""
        with suppress(FileNotFoundError), self.path.open("rb") as lines:
            for line in lines:
                with suppress(msgspec.DecodeError):
                    yield msgspec.json.decode(line, type=Parcel)

    @property
    def refused(self) -> Path:
        """Where parcels are put that the broker will never take."""
        return self.path.with_suffix(REFUSED)

    def set_aside(self, refused: Iterable[Parcel]) -> None:
        """Take parcels out, and put them where nobody tries again. Raises OSError when that cannot be written."""
        gone = list(refused)
        Outbox(self.refused).put(*gone)
        out = set(map(msgspec.json.encode, gone))
        self.keep_only(lambda parcel: msgspec.json.encode(parcel) not in out)

    def keep_only(self, is_kept: Callable[[Parcel], bool]) -> None:
        """Forget all other parcels. The file is whole at every moment, and as old as it was."""
        kept = [parcel for parcel in self.parcels() if is_kept(parcel)]
        if not kept:
            self.clear()
            return
        changed, rest = self.path.stat().st_mtime, self.path.with_suffix(REST)
        rest.unlink(missing_ok=True)
        _append(rest, kept)
        os.utime(rest, (changed, changed))
        rest.replace(self.path)

    def clear(self) -> None:
        """Forget all parcels: they are delivered."""
        self.path.unlink(missing_ok=True)


def _append(path: Path, parcels: Iterable[Parcel]) -> None:
    lines = b"".join(msgspec.json.encode(parcel) + b"\n" for parcel in parcels)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if not _ends_well(descriptor):
            lines = b"\n" + lines  # after a line that a crash cut short
        if os.write(descriptor, lines) != len(lines):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_well(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def path_of(home: Path, source: str) -> Path:
    """Where the outbox of a source is."""
    return home / "outbox" / f"{source}.jsonl"
