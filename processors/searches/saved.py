"""The saved searches of an installation: lines that are only ever added to, one of them ending an earlier one."""

import os
from pathlib import Path
from typing import Any

import msgspec

from schemas.alert import Severity
from schemas.base import Moment, Record


class SavedSearch(Record, frozen=True, kw_only=True):
    """One line of the file: a search, or with `dropped` the end of it."""

    id: str
    title: str
    query: dict[str, Any]  # as in the `query` of a search body; see `bounded.py`
    severity: Severity = Severity.MEDIUM
    since: Moment  # ads observed from then on are told
    by: str
    dropped: bool = False


class Saved:
    """The file; read again when it has changed."""

    def __init__(self, home: Path) -> None:
        self._path = home / "searches.jsonl"
        self._stamp: tuple[int, int] | None = None
        self._read: tuple[SavedSearch, ...] = ()

    def read(self) -> tuple[SavedSearch, ...]:
        """The searches in force, in order of their ids. A half-written last line is passed over."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        if (status.st_mtime_ns, status.st_size) != self._stamp:
            whole = self._path.read_bytes().rpartition(b"\n")[0]
            last = {each.id: each for line in whole.splitlines() for each in [_decoded(line)]}
            self._read = tuple(each for _, each in sorted(last.items()) if not each.dropped)
            self._stamp = status.st_mtime_ns, status.st_size
        return self._read

    def add(self, *searches: SavedSearch) -> None:
        """Add lines; returns when they are on the disk."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(b"".join(msgspec.json.encode(each) + b"\n" for each in searches))
            file.flush()
            os.fsync(file.fileno())


def _decoded(line: bytes) -> SavedSearch:
    return msgspec.json.decode(line, type=SavedSearch)
