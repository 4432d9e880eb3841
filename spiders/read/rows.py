"""Files that somebody hands over: JSON lines, CSV or a saved feed. Read row by row, however long they are."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from schemas.ad import MAX_TEXT
from spiders.how import File
from spiders.read import json_feed, xml_feed
from spiders.read.bounds import UnreadableError, parse_json
from spiders.read.jsons import read_ad
from spiders.read.page import Draft, Page, Role, Step

MAX_LINE = 4 * 1024 * 1024  # bytes
MAX_FEED = 64 * 1024 * 1024  # bytes; a feed is read as a whole
DELIMITERS = ",;\t"


class Row(NamedTuple):
    """A row of a file: what it holds, or a fixed word for why it cannot be read."""

    line: int  # where it ends; of a feed, its number
    value: dict[str, Any]
    fault: str = ""


def read(page: Page, how: File) -> Step:
    """The ads of a file that is small enough to be a page. Raises UnreadableError."""
    found = list(ads(BytesIO(page.body), page.url, how))
    return Step(ads=tuple(ad for _, ad, _ in found if ad), bad=tuple(fault for *_, fault in found if fault))


def ads(file: BinaryIO, url: str, how: File) -> Iterator[tuple[int, Draft | None, str]]:
    """Line, ad and fault of each row; either there is an ad or a fault. Raises UnreadableError for an unknown kind."""
    for row in rows_of(url)(file):
        yield row.line, None if row.fault else read_ad(row.value, how.ad, url), row.fault


def rows_of(name: str) -> Callable[[BinaryIO], Iterator[Row]]:
    """How a file of this name is read. Raises UnreadableError when nothing here reads it."""
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        raise UnreadableError(f"unknown kind of file {kind or name!r}; there are: {', '.join(KINDS)}")
    return KINDS[kind]


def _json_lines(file: BinaryIO) -> Iterator[Row]:
    for number, line in enumerate(_lines(file), 1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: bytes) -> Row:
    try:
        value = parse_json(line.decode("utf-8-sig")) if len(line) <= MAX_LINE else None
    except UnicodeDecodeError:
        return Row(number, {}, "not_utf8")
    except UnreadableError:
        return Row(number, {}, "bad_json")
    return Row(number, value) if isinstance(value, dict) else Row(number, {}, "no_object")


def _csv(file: BinaryIO) -> Iterator[Row]:
    csv.field_size_limit(MAX_TEXT)
    text = _decoded(file)
    first = next(text, "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(_and_then(first, text), delimiter=delimiter, strict=True)
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            yield Row(reader.reader.line_num + 1, {}, "not_utf8")
            return
        except csv.Error:
            yield Row(reader.reader.line_num, {}, "bad_csv")
            return  # where the next row begins nobody knows
        is_whole = None not in values and None not in values.values()
        yield Row(reader.line_num, values) if is_whole else Row(reader.line_num, {}, "wrong_number_of_columns")


def _feed(file: BinaryIO) -> Iterator[Row]:
    body = file.read(MAX_FEED + 1)
    if len(body) > MAX_FEED:
        yield Row(0, {}, "too_large")
        return
    page = Page("", Role.LIST, body)
    kind = json_feed if body.lstrip().startswith(b"{") else xml_feed
    try:
        entries, _, bad = kind.entries(page)
    except UnreadableError as error:
        entries, bad = [], (str(error),)
    yield from (Row(number, entry) for number, entry in enumerate(entries, 1))
    yield from (Row(0, {}, fault) for fault in bad)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines, each cut where it passes what a line may be."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE + 1)


def _decoded(file: BinaryIO) -> Iterator[str]:
    for line in _lines(file):
        yield line.decode("utf-8-sig")


def _and_then(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


KINDS: dict[str, Callable[[BinaryIO], Iterator[Row]]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
    ".tsv": _csv,
    ".xml": _feed,
    ".rss": _feed,
    ".atom": _feed,
    ".json": _feed,
}
