"""Files of JSON lines that are only ever added to, by several processes at once, and that outlive crashes.

What a crash left of a last line was never answered for: readers pass over it, and the next writer cuts it off.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec

from processors.yaml_file import FileError

T = TypeVar("T")
_BLOCK = 64 * 1024


def read(path: Path, kind: type[T], name: str) -> Iterator[T]:
    """Every whole line, the oldest first; `name` is what a line is called in the FileError of one that is none."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
        if line.strip():
            yield _decoded(path, number, line, kind, name)


def _decoded(path: Path, number: int, line: bytes, kind: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError.at(path, f"no {name}; mend or remove the line: {error}", number) from None


def behind(path: Path, place: int, most: int | None = None) -> tuple[list[bytes], int]:
    """The next whole lines from a byte of the file on, at most so many, and the byte where the last of them ends."""
    try:
        if path.stat().st_size <= place:
            return [], place
    except FileNotFoundError:
        return [], place
    with path.open("rb") as file:
        file.seek(place)
        lines = [line for line in islice(file, most) if line.endswith(b"\n")]
    return lines, place + sum(map(len, lines))


def add(path: Path, records: Iterable[Any]) -> None:
    """Add a line for each record; returns when they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(_whole(file))
        file.write(b"".join(msgspec.json.encode(each) + b"\n" for each in records))
        file.flush()
        os.fsync(file.fileno())


def _whole(file: BinaryIO) -> int:
    """Where the last whole line ends."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = file.seek(max(0, end - _BLOCK))
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
