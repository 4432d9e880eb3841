"""JSON lines in a file: `file:///var/spool/adwatch/alerts.jsonl`. For other programs, and for looking back."""

import os
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote

import msgspec

from processors.notify.message import Message
from processors.notify.targets.errors import TargetError, UnavailableError
from processors.settings import NotifySettings


class _Line(msgspec.Struct):
    alert: "_Alert"


class _Alert(msgspec.Struct):
    alert_id: str


class FileTarget:
    """One file, which this process alone appends to. An alert that is in it already is not written again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: set[str] | None = None  # read at the first use
        self.identity = self.name = f"file {path}"

    def send(self, message: Message, now: datetime) -> None:
        """Returns when the line is on the disk."""
        try:
            if self._written is None:
                self._written = _recover(self._path)
            if message.alert_id in self._written:
                return
            _append(self._path, message.body + b"\n")
        except OSError as error:  # disk full, rights: an operator can mend it, and nothing is lost by waiting
            raise UnavailableError(error.strerror or type(error).__name__) from None
        self._written.add(message.alert_id)


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
    return {alert_id for line in whole.splitlines() if (alert_id := _alert_id(line))}


def _alert_id(line: bytes) -> str | None:
    try:
        return msgspec.json.decode(line, type=_Line).alert.alert_id
    except msgspec.DecodeError:  # somebody else's line; it stays as it is
        return None


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
