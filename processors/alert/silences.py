"""Maintenance silences: for a while a rule, or one key of it, is not told to anybody.

Alerts are still raised and filed, and say which silence keeps them from being sent. A silence holds for alerts whose
own moment (event time) lies in it, so a replay comes to the same. Lines are only ever added to the file: taking a
silence back adds one that ends it, and who did what stays readable.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from processors.yaml_file import FileError
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
        if not self._path.exists():
            return ()
        raw = self._path.read_bytes().split(b"\n")[:-1]
        return tuple(self._line(number, line) for number, line in enumerate(raw, 1) if line.strip())

    def _line(self, number: int, line: bytes) -> Silence:
        try:
            return msgspec.json.decode(line, type=Silence)
        except msgspec.DecodeError as error:
            raise FileError.at(self._path, f"no silence; mend or remove the line: {error}", number) from None

    def add(self, silence: Silence) -> None:
        """Add a line and make it durable."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(silence) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def silenced_by(silences: Iterable[Silence], rule: str, key: str, at: datetime) -> str:
    """The id of the silence that covers an alert; "" when none does."""
    return next((each.id for each in silences if each.covers(rule, key, at)), "")


def _in_force(lines: Iterable[Silence]) -> tuple[Silence, ...]:
    latest: dict[str, Silence] = {}
    for line in lines:
        latest[line.id] = line
    return tuple(latest.values())
