"""Erases ads from what crawls keep on disk: archived pages, waiting parcels, and the memory of what was seen."""

import os
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from warcio.archiveiterator import ArchiveIterator

from spiders.archive import SUFFIX, folder_of
from spiders.lock import only_crawl_of
from spiders.outbox import REFUSED, REST, Outbox

log = structlog.get_logger()

_SHORTEST = 8  # bytes of an address worth looking for in other pages


def erase(home: Path, source: str, ad_ids: Collection[str]) -> dict[str, int]:
    """Erase the ads of a source everywhere; how many records of each kind. Raises AlreadyRunningError during a crawl.

    Of archived pages the one that an ad was found on goes, and those that lead to it: lists show parts of it.
    """
    with only_crawl_of(source, home):
        memory = _memory(home, source)
        pages = _pages(memory, ad_ids)
        counts = {
            "archived pages": sum(_from_archive(path, pages) for path in folder_of(home, source).glob(f"*{SUFFIX}")),
            "waiting ads": sum(_from_outbox(path, ad_ids) for path in _outboxes(home, source)),
            "remembered ads": len(pages),
        }
        _from_memory(memory, ad_ids, pages)  # last: after a crash it alone says which pages are still to go
        return counts


def remains(home: Path, source: str, ad_ids: Collection[str]) -> int:
    """How many records on disk still name one of the ads."""
    waiting = sum(parcel.key in ad_ids for path in _outboxes(home, source) for parcel in Outbox(path).parcels())
    path = _memory(home, source)
    if not path.exists():
        return waiting
    with closing(sqlite3.connect(path)) as memory:
        return waiting + _count(memory, ad_ids)


def sources(home: Path) -> list[str]:
    """All sources of which something is kept on disk."""
    files = ((home / "state" / "crawls").glob("*.sqlite"), (home / "outbox").glob("*"), (home / "archive").glob("*"))
    return sorted({path.name.split(".")[0] for found in files for path in found})


def _memory(home: Path, source: str) -> Path:
    return home / "state" / "crawls" / f"{source}.sqlite"


def _outboxes(home: Path, source: str) -> Iterable[Path]:
    folder = home / "outbox"
    return [path for end in (".jsonl", REFUSED, REST) if (path := folder / f"{source}{end}").exists()]


def _count(memory: sqlite3.Connection, ad_ids: Collection[str]) -> int:
    return sum(memory.execute("SELECT count(*) FROM ads WHERE ad_id = ?", (each,)).fetchone()[0] for each in ad_ids)


def _pages(path: Path, ad_ids: Collection[str]) -> set[str]:
    """The addresses of the pages that the ads were found on."""
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as memory:
        rows = [memory.execute("SELECT page FROM ads WHERE ad_id = ?", (each,)).fetchone() for each in ad_ids]
    return {row[0] for row in rows if row}


def _from_memory(path: Path, ad_ids: Collection[str], pages: Collection[str]) -> None:
    """Forget the ads and their pages. What is deleted is overwritten as well."""
    if not path.exists():
        return
    with closing(sqlite3.connect(path)) as memory:
        memory.execute("PRAGMA secure_delete = ON")
        with memory:
            memory.executemany("DELETE FROM ads WHERE ad_id = ?", [(each,) for each in ad_ids])
            memory.executemany("DELETE FROM pages WHERE url = ?", [(page,) for page in pages])
        memory.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _from_outbox(path: Path, ad_ids: Collection[str]) -> int:
    outbox = Outbox(path)
    gone = sum(parcel.key in ad_ids for parcel in outbox.parcels())
    if gone:
        outbox.keep_only(lambda parcel: parcel.key not in ad_ids)
    return gone


def _from_archive(path: Path, pages: Collection[str]) -> int:
    """Write the archive anew without these pages and those that lead to them; how many were left out.

    Records are copied as they are. What a crash left of a last one is unreadable, and goes.
    """
    kept, gone = _sorted_out(path, pages)
    if not gone:
        return 0
    rest, changed = path.with_suffix(".rest"), path.stat().st_mtime
    with path.open("rb") as old, os.fdopen(os.open(rest, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
        for start, length in kept:
            old.seek(start)
            new.write(old.read(length))
        new.flush()
        os.fsync(new.fileno())
    os.utime(rest, (changed, changed))
    rest.replace(path)
    return gone


def _sorted_out(path: Path, pages: Collection[str]) -> tuple[list[tuple[int, int]], int]:
    """Where the records are that stay, and how many do not."""
    leads = (urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl().encode() for page in pages)
    marks = [lead for lead in leads if len(lead) >= _SHORTEST]
    kept: list[tuple[int, int]] = []
    gone = 0
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                address, body = record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()
                if address in pages or any(mark in body for mark in marks):
                    gone += 1
                else:
                    kept.append((records.get_record_offset(), records.get_record_length()))
        except Exception as error:  # whatever the library makes of a record that is not whole
            log.warning("archive damaged from here on", archive=path.name, error=type(error).__name__)
            gone += bool(pages)  # one of them may lie in what nobody can read
    return kept, gone
