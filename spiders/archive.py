"""Raw pages of a source as WARC files (ISO 28500), one a crawl, so that they can be read again without the site.

Off by default, per source (`archive: true`). Pages are clear text: readable by their owner only, and deleted with age.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.read.page import Page, Role

log = structlog.get_logger()

SUFFIX = ".warc.gz"
ROLE, ENCODING = "Adwatch-Role", "Adwatch-Encoding"  # header fields of our own: how the page was read
# What describes the bytes on the wire, not the text we keep; and sessions, which are nobody's business.
NOT_KEPT = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"})


class Archived(NamedTuple):
    """A page out of an archive."""

    page: Page
    at: datetime  # when it was fetched; aware, UTC
    run: str
    ref: str


class Archive:
    """Writes the pages of one crawl."""

    def __init__(self, folder: Path, run: str, max_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{run}{SUFFIX}"
        path.touch(mode=0o600)
        self._run, self._room = run, max_bytes
        self._file = path.open("ab", buffering=0)
        self._packed = BytesIO()
        self._writer = WARCWriter(self._packed, gzip=True)
        self._write(self._writer.create_warcinfo_record(path.name, {"software": "adwatch", "run": run}))

    def add(self, page: Page, headers: Mapping[str, str], at: datetime) -> str | None:
        """Keep a page; returns the reference under which it is found, None when the archive is full. Raises OSError."""
        offset = self._file.seek(0, SEEK_END)
        if offset + len(page.body) > self._room:
            return None
        kept = [(name, value) for name, value in headers.items() if name.lower() not in NOT_KEPT]
        kept.append(("Content-Length", str(len(page.body))))
        record = self._writer.create_warc_record(
            page.url,
            "response",
            payload=BytesIO(page.body),
            http_headers=StatusAndHeaders(f"{page.status} OK", kept, protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Date": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                ROLE: page.role.value,
                ENCODING: page.encoding,
            },
        )
        self._write(record)
        return f"{self._run}:{offset}"

    def _write(self, record: Any) -> None:
        """The whole record or nothing of it: half of one would spoil all that come after it."""
        self._packed.seek(0)
        self._packed.truncate()
        self._writer.write_record(record)
        before, rest = self._file.seek(0, SEEK_END), self._packed.getvalue()
        try:
            while rest:  # a disk that has little room takes a part, and says so with the next one only
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(before)
            raise

    def close(self) -> None:
        self._file.close()


def folder_of(home: Path, source: str) -> Path:
    """Where the archives of a source are."""
    return home / "archive" / source


def archived(folder: Path, run: str | None = None) -> Iterator[Archived]:
    """The pages of a source's archives, or of one run, the newest run first; in a run, as they were fetched."""
    files = sorted(folder.glob(f"{run or '*'}{SUFFIX}"), reverse=True)
    for path in files:
        yield from _pages(path)


def expire(home: Path, days: float, now: datetime) -> int:
    """Delete the archives, of whatever source, that are older than so many days; returns how many."""
    oldest = (now - timedelta(days=days)).timestamp()
    old = [path for path in (home / "archive").glob(f"*/*{SUFFIX}") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink()
    return len(old)


def _pages(path: Path) -> Iterator[Archived]:
    """What is in a file, up to where a crash cut it."""
    run = path.name.removesuffix(SUFFIX)
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                if record.rec_type == "response":
                    page, at = _read(record)  # before the offset, which is known afterwards only
                    yield Archived(page, at, run, f"{run}:{records.get_record_offset()}")
        except Exception as error:  # whatever the library makes of a record that is not whole
            log.warning("archive damaged from here on", archive=path.name, error=type(error).__name__)


def _read(record: Any) -> tuple[Page, datetime]:
    """Raises ValueError for a record that is not one of ours, or not whole."""
    headers = record.rec_headers
    body = record.content_stream().read()
    if len(body) != int(record.http_headers.get_header("Content-Length") or -1):
        raise ValueError("cut short")
    page = Page(
        url=headers.get_header("WARC-Target-URI"),
        role=Role(headers.get_header(ROLE)),
        body=body,
        encoding=headers.get_header(ENCODING),
        status=int(record.http_headers.get_statuscode()),
    )
    return page, datetime.fromisoformat(headers.get_header("WARC-Date"))
