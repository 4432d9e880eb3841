"""The saved searches of an installation: lines that are only ever added to, one of them ending an earlier one."""

from pathlib import Path
from typing import Any

from processors import added_lines
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
        """The searches in force, in order of their ids. A half-written last line is passed over.

        Raises FileError for any other line that is no search.
        """
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        if (status.st_mtime_ns, status.st_size) != self._stamp:
            last = {each.id: each for each in added_lines.read(self._path, SavedSearch, "standing search")}
            self._read = tuple(each for _, each in sorted(last.items()) if not each.dropped)
            self._stamp = status.st_mtime_ns, status.st_size
        return self._read

    def add(self, *searches: SavedSearch) -> None:
        """Add lines; returns when they are on the disk."""
        added_lines.add(self._path, searches)
