"""`adwatch dead list | show | replay | drop`: records that were refused."""

import json
import threading
from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import islice
from typing import Any

import msgspec

from adwatch import access, audit, letters, settings
from adwatch.errors import KnownError
from adwatch.people import login_name, person
from processors.logs import clean, escaped
from processors.plumbing.dead_letters import original
from processors.plumbing.produce import Producer
from processors.settings import ProcessorSettings
from schemas.events import DeadLetter

ALL = "all"
REPLAY, DROP = ("replay", "replayed"), ("drop", "dropped")  # what it is called, and when it is done
_TOGETHER = 100  # letters sent and logged in one go


def list_letters(limit: int, as_json: bool) -> int:
    """Print the letters that wait, newest first, without their payload."""
    loaded = settings.load()
    found = nlargest(limit, map(_without_payload, letters.waiting(loaded)), key=lambda letter: letter.failed_at)
    if as_json:
        print(json.dumps([_fields(letter) for letter in found], indent=2))
    elif not found:
        print("no dead letters")
    for letter in [] if as_json else found:
        print(_line(letter))
    return 0


def show(letter_id: str, reason: str, by: str | None, payload: bool) -> int:
    """Print one letter; its payload, which may hold clear text, only when asked for with a reason, and on record."""
    loaded = settings.load()
    letter = letters.find(loaded, letter_id)
    if payload:
        access.note_repair(loaded, person(loaded, by), letter.letter_id, reason)
    for name, value in _fields(letter).items():
        print(f"{name + ':':<13} {clean(str(value))}")
    text = escaped(letter.payload.decode("utf-8", "backslashreplace"))
    print(f"{'payload:':<13} {text if payload else _size(letter)}")
    return 0


def replay(letter_id: str) -> int:
    """Send original bytes back to where they came from."""
    loaded = settings.load()
    producer = Producer(loaded.kafka, loaded.failure, threading.Event(), lambda: None)
    try:
        return _deal(loaded, letter_id, REPLAY, lambda batch: _send(producer, batch))
    finally:
        producer.close()


def drop(letter_id: str) -> int:
    """Mark letters as dealt with."""
    return _deal(settings.load(), letter_id, DROP, lambda batch: None)


def _deal(
    loaded: ProcessorSettings, letter_id: str, words: tuple[str, str], act: Callable[[list[DeadLetter]], None]
) -> int:
    """The audit log has the command before anything is done; each letter that is done with is in `dead.log`."""
    chosen = letters.waiting(loaded) if letter_id == ALL else iter([letters.find(loaded, letter_id)])
    (name, action), login = words, login_name()
    audit.append(loaded.home, f"dead.{name}", letter_id, login, login)
    count = 0
    for batch in _batches(chosen):
        act(batch)
        letters.note(loaded.home, batch, action)
        count += len(batch)
    print(f"{action} {count} {'letter' if count == 1 else 'letters'}")
    return 0


def _send(producer: Producer, batch: list[DeadLetter]) -> None:
    refused = producer.deliver([original(letter) for letter in batch])
    if refused:
        raise KnownError(f"Kafka refuses a record of {refused[0].message.topic}: {refused[0].error}", exit_code=1)


def _batches(chosen: Iterator[DeadLetter]) -> Iterator[list[DeadLetter]]:
    while batch := list(islice(chosen, _TOGETHER)):
        yield batch


def _without_payload(letter: DeadLetter) -> DeadLetter:
    return msgspec.structs.replace(letter, payload=b"")


def _fields(letter: DeadLetter) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(letter)
    return {name: value for name, value in fields.items() if name not in ("payload", "key_bytes")}


def _line(letter: DeadLetter) -> str:
    place = f"{letter.topic}/{letter.partition}/{letter.offset}"
    when = f"{letter.failed_at:%Y-%m-%d %H:%M:%S}"
    return clean(f"{letter.letter_id}  {when}  {letter.stage}  {letter.reason}  {place}  {letter.detail}")


def _size(letter: DeadLetter) -> str:
    return f"{len(letter.payload)} bytes (may hold clear text; --payload prints them)"
