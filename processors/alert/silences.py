"""Maintenance silences: for a while a rule, or one key of it, is not told to anybody.

Alerts are still raised and filed, and say which silence keeps them from being sent. A silence holds for alerts whose
own moment (event time) lies in it, so a replay comes to the same. Lines are only ever added to the file: taking a
silence back adds one that ends it, and who did what stays readable.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from processors import added_lines
from schemas.base import Moment, Record

EVERY_RULE = "*"


class Silence(Record, frozen=True, kw_only=True):
    """One line of the file: a silence, or with `ends` the end of an earlier one."""

    id: str
    rule: str = EVERY_RULE
    key: str | None = None  # None: every key
    start: Moment
    end: Moment
    reason: str
    by: str
    ends: bool = False

    def covers(self, rule: str, key: str, at: datetime) -> bool:
        """Whether an alert of that rule, key and moment is silenced."""
        return self.rule in (rule, EVERY_RULE) and self.key in (None, key) and self.start <= at < self.end


class Silences:
    """The file of an installation; read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._read: tuple[Silence, ...] = ()

    def read(self) -> tuple[Silence, ...]:
        """The silences as they hold now: each with the end it was given last."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return ()
        if (status.st_mtime_ns, status.st_size) != self._stamp:
            self._read = _in_force(self.lines())
            self._stamp = status.st_mtime_ns, status.st_size
        return self._read

    def lines(self) -> tuple[Silence, ...]:
        """Every line, oldest first; a half-written last one is passed over. Raises FileError for any other bad line."""
        return tuple(added_lines.read(self._path, Silence, "silence"))

    def add(self, silence: Silence) -> None:
        """Add a line and make it durable."""
        added_lines.add(self._path, [silence])


def silenced_by(silences: Iterable[Silence], rule: str, key: str, at: datetime) -> str:
    """The id of the silence that covers an alert; "" when none does."""
    return next((each.id for each in silences if each.covers(rule, key, at)), "")


def _in_force(lines: Iterable[Silence]) -> tuple[Silence, ...]:
    latest: dict[str, Silence] = {}
    for line in lines:
        latest[line.id] = line
    return tuple(latest.values())
