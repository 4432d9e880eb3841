"""JSON lines in a file: `file:///var/spool/adwatch/alerts.jsonl`. For other programs, and for looking back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote

import msgspec

from processors.notify.message import Message
from processors.notify.targets.errors import TargetError, UnavailableError
from processors.settings import NotifySettings

APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND


class _Line(msgspec.Struct):
    """The part of a line that tells which message it is."""

    id: str


class FileTarget:
    """One file, which this process alone appends to. An alert that is in it already is not written again."""

    knows_repeats = True
    most_per_minute = 10_000

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: set[str] | None = None  # read at the first use
        self._unsafe: list[str] = []  # ids of lines that may not be on the disk yet
        self.identity = self.name = f"file {path}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the line is written; after `flush` it is on the disk."""
        with _told():
            if self._written is None:
                self._written = _recover(self._path)
            if message.id not in self._written:
                _append(self._path, message.body + b"\n")
                self._written.add(message.id)
                self._unsafe.append(message.id)

    def flush(self) -> None:
        """Returns when all lines are on the disk."""
        if self._unsafe:
            with _told(), self._path.open("rb") as file:
                os.fsync(file.fileno())
            self._unsafe.clear()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:  # disk full, rights: an operator can mend it, and nothing is lost by waiting
        raise UnavailableError(error.strerror or type(error).__name__) from None


def targets(url: SplitResult, settings: NotifySettings) -> list[FileTarget]:
    """The target of a URL. Raises TargetError."""
    path = Path(unquote(url.path))
    if url.netloc or not path.is_absolute() or path.is_dir():
        raise TargetError("a file target needs the absolute path of a file", "file:///var/spool/adwatch/alerts.jsonl")
    return [FileTarget(path)]


def _recover(path: Path) -> set[str]:
    """The ids in the file. A last line that a crash left half-written is cut off; its alert is sent again."""
    if not path.exists():
        return set()
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    return {found for line in whole.splitlines() if (found := _message_id(line))}


def _message_id(line: bytes) -> str | None:
    try:
        return msgspec.json.decode(line, type=_Line).id
    except msgspec.DecodeError:  # somebody else's line; it stays as it is
        return None


def _append(path: Path, line: bytes) -> None:
    try:
        handle = os.open(path, APPEND, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True)
        handle = os.open(path, APPEND, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(line)
