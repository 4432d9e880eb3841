"""JSON lines in, JSON lines out: good lines are unharmed by bad ones, order is kept."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, TextIO, TypeVar

import msgspec
import orjson

from schemas.ad import RawAd
from schemas.base import SourceFamily

T = TypeVar("T")
MAX_LINE = 4 * 1024 * 1024  # bytes; a longer line is refused, not read into memory in full


class BadLineError(ValueError):
    """Raised when a line cannot be used; the message says why, without quoting it."""


class AdLine(msgspec.Struct, kw_only=True):
    """One ad as people hand it to a filter: an id and a text, or a title and a body."""

    id: str | int
    text: str | None = None
    title: str = ""
    body: str = ""
    url: str = ""
    source: str = "filter"
    source_family: SourceFamily = SourceFamily.CLASSIFIEDS
    observed_at: datetime | None = None
    posted_at: datetime | None = None
    fields: dict[str, str] = {}
    language_hint: str | None = None
    country_hint: str | None = None


class Errors:
    """Counts bad lines and reports each as one JSON line on standard error."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.count = 0
        self._out = out or sys.stderr

    def report(self, number: int, reason: str) -> None:
        self.count += 1
        print(orjson.dumps({"error": reason, "line": number}).decode(), file=self._out)

    def refuse(self, ad_id: str, reason: str) -> None:
        """An ad that was well formed but could not be read."""
        self.count += 1
        print(orjson.dumps({"error": reason, "id": ad_id}).decode(), file=self._out)

    @property
    def exit_code(self) -> int:
        return 1 if self.count else 0


def numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """(line number, line) of each line that is not blank; None in place of a line that is too long."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            _skip_rest(stream, line)
            yield number, None
        elif line.strip():
            yield number, line


def _skip_rest(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)


def parse_each(stream: BinaryIO, parse: Callable[[bytes], T], errors: Errors) -> Iterator[T]:
    """Each line parsed; a line that cannot be is reported to `errors` and left out."""
    for number, line in numbered(stream):
        if line is None:
            errors.report(number, f"line longer than {MAX_LINE} bytes")
            continue
        try:
            yield parse(line)
        except BadLineError as error:
            errors.report(number, str(error))


def raw_ad(line: bytes, now: datetime, region: str | None = None) -> RawAd:
    """The ad in a line. Lines without `observed_at` count as seen at `now`. Raises BadLineError."""
    ad = _decode(line)
    if ad.text is None and not (ad.title or ad.body):
        raise BadLineError("needs `text`, or `title` or `body`")
    return _checked(
        RawAd(
            ad_id=str(ad.id),
            key=str(ad.id),
            source=ad.source,
            source_family=ad.source_family,
            url=ad.url,
            title=ad.title,
            body=ad.text if ad.text is not None else ad.body,
            fields=ad.fields,
            observed_at=_aware(ad.observed_at) or now,
            posted_at=_aware(ad.posted_at),
            language_hint=ad.language_hint,
            country_hint=region or ad.country_hint,
        )
    )


def _decode(line: bytes) -> AdLine:
    try:
        return msgspec.json.decode(line, type=AdLine)
    except UnicodeDecodeError:
        raise BadLineError("not UTF-8") from None
    except msgspec.ValidationError as error:
        raise BadLineError(str(error)) from None
    except (msgspec.DecodeError, RecursionError):
        raise BadLineError("not JSON") from None


def _checked(ad: RawAd) -> RawAd:
    """The same ad, held against the limits of the record (text length and so on)."""
    try:
        return msgspec.convert(msgspec.to_builtins(ad, builtin_types=(datetime,)), RawAd)
    except msgspec.ValidationError as error:
        raise BadLineError(str(error)) from None


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def write(record: Any) -> None:
    """One JSON line on standard output."""
    sys.stdout.buffer.write(orjson.dumps(record) + b"\n")
