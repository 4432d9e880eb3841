"""What analysts decided about links, with their reasons: lines of a file that are only ever added to.

The file is no part of the state: the state can be thrown away and rebuilt, and what was decided then comes to hold
again as soon as the ads and contacts it is about are known.
"""

from pathlib import Path
from typing import Literal

from processors import added_lines
from schemas.base import Moment, Record


class Decision(Record, frozen=True, kw_only=True):
    """One line of the file: a decision, or with `undone` the end of an earlier one.

    | action | what    | about                  | means                                                        |
    | cut    | contact | contact                | it links nothing                                             |
    | cut    | contact | contact, one ad        | it does not link this ad                                     |
    | cut    | cluster | two ads                | the second one is no copy of the first: it leaves its cluster |
    | force  | contact | contact                | it links, however many unrelated ads have it                 |
    | force  | actor   | two ads                | they are of one actor                                        |
    | force  | cluster | two ads                | their clusters are one                                       |
    """

    id: str
    action: Literal["cut", "force"]
    what: Literal["contact", "actor", "cluster"]
    contact: str = ""  # token
    ads: tuple[str, ...] = ()
    reason: str
    by: str
    at: Moment
    undone: bool = False


class Decisions:
    """The file of an installation; read again when it has changed."""

    def __init__(self, home: Path) -> None:
        self._path = home / "link_decisions.jsonl"
        self._stamp: tuple[int, int] | None = None
        self._read: tuple[Decision, ...] = ()

    def in_force(self) -> tuple[Decision, ...]:
        """The decisions that hold, in the order they were made. Raises FileError for a line that is none."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        if (status.st_mtime_ns, status.st_size) != self._stamp:
            last = {line.id: line for line in self.lines()}
            self._read = tuple(each for each in last.values() if not each.undone)
            self._stamp = status.st_mtime_ns, status.st_size
        return self._read

    def lines(self) -> tuple[Decision, ...]:
        """Every line, the oldest first; a half-written last one is passed over."""
        return tuple(added_lines.read(self._path, Decision, "decision about a link"))

    def add(self, decision: Decision) -> None:
        """Add a line; returns when it is on the disk."""
        added_lines.add(self._path, [decision])
