"""Dead letters that wait for somebody, and the log of those that were dealt with."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from adwatch import bus
from adwatch.errors import KnownError
from adwatch.people import login_name
from processors.settings import ProcessorSettings
from schemas.codec import UndecodableError, decode
from schemas.events import DeadLetter
from schemas.topics import DEAD


class Dealt(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log: who did what with which letter, and when."""

    letter_id: str
    action: str  # replayed | dropped
    at: datetime
    by: str


def waiting(settings: ProcessorSettings) -> Iterator[DeadLetter]:
    """Letters that nobody has dealt with, each once; letters about one ad are in order.

    Raises KnownError when Kafka does not answer.
    """
    seen = {entry.letter_id for entry in dealt(settings.home)}
    for _, value in bus.read_or_explain(settings.kafka, DEAD):
        try:
            letter = decode(DeadLetter, value)
        except UndecodableError:  # put there by somebody else
            continue
        if letter.letter_id not in seen:  # a batch that was done again after a crash posts its letters again
            seen.add(letter.letter_id)
            yield letter


def find(settings: ProcessorSettings, letter_id: str) -> DeadLetter:
    """The letter of that id, dealt with or not. Raises KnownError when there is none."""
    for _, value in bus.read_or_explain(settings.kafka, DEAD):
        if letter_id.encode() in value and (letter := decode(DeadLetter, value)).letter_id == letter_id:
            return letter
    raise KnownError(f"no dead letter {letter_id}; see: adwatch dead list")


def log_path(home: Path) -> Path:
    """Where the log lies: JSON lines, only ever appended to."""
    return home / "dead.log"


def dealt(home: Path) -> list[Dealt]:
    """All entries of the log. A line that was cut off by a crash was not answered for, and is left out."""
    path = log_path(home)
    if not path.exists():
        return []
    entries = []
    for line in path.read_bytes().splitlines():
        try:
            entries.append(msgspec.json.decode(line, type=Dealt))
        except msgspec.DecodeError:
            continue
    return entries


def note(home: Path, letters: Iterable[DeadLetter], action: str) -> None:
    """Append one line per letter and wait until they are on the disk."""
    at, by = datetime.now(UTC), login_name()
    lines = [msgspec.json.encode(Dealt(letter_id=letter.letter_id, action=action, at=at, by=by)) for letter in letters]
    home.mkdir(parents=True, exist_ok=True)
    with log_path(home).open("ab") as log:
        log.write(b"".join(b"\n" + line for line in lines) + b"\n")  # a line of its own even after a cut-off one
        log.flush()
        os.fsync(log.fileno())
