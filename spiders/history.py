"""What earlier crawls saw of a source: a small database on disk, so that memory stays flat however many ads there are.

An ad is written here only when Kafka, or the outbox, has it: a crawl that dies on the way forgets, and the next one
sends again. No text is kept and no contact; addresses are, because by them pages are known again.
"""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import structlog

from spiders.errors import MemoryUnusableError
from spiders.read.page import Follow

log = structlog.get_logger()

COMMIT_S = 1.0  # what a crash may make us send again
KEEP_S = 400 * 86_400.0  # ads and pages that were not seen for so long are forgotten
MAX_STEP = 100_000  # bytes: what a page yielded is kept up to this size

DAMAGE = ("malformed", "file is not a database")  # what SQLite says of a file that no retry mends

MAKE = 2  # of the tables; a memory of another make is begun anew
_DROP = "DROP TABLE IF EXISTS ads; DROP TABLE IF EXISTS pages; DROP TABLE IF EXISTS notes;"
_TABLES = f"""
PRAGMA user_version = {MAKE};
CREATE TABLE IF NOT EXISTS ads (
    ad_id TEXT PRIMARY KEY, page TEXT NOT NULL, content TEXT NOT NULL, sketch BLOB NOT NULL, fields TEXT NOT NULL,
    first_seen REAL NOT NULL, last_seen REAL NOT NULL, sent_at REAL NOT NULL,
    changed_at REAL NOT NULL, versions INTEGER NOT NULL, gone INTEGER NOT NULL, run TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ads_of_page ON ads (page);
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, version TEXT NOT NULL, step BLOB NOT NULL,
    last_seen REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Known(NamedTuple):
    """What is remembered of an ad. Times are seconds since 1970."""

    page: str  # the address asked for when it was found
    content: str  # hash of title, text and fields
    sketch: bytes
    fields: str  # names of those it had, with commas
    first_seen: float
    last_seen: float
    sent_at: float  # when its text was sent last
    changed_at: float  # when its content was first seen to be what it is
    versions: int = 1
    gone: int = 0


class Yielded(msgspec.Struct, frozen=True):
    """What a page held, by reference."""

    ads: tuple[tuple[str, str], ...] = ()  # (ad_id, content)
    follow: tuple[Follow, ...] = ()


class Visit(NamedTuple):
    """An earlier visit of a page, good for asking only whether it has changed."""

    etag: str
    modified: str
    yielded: Yielded


class History:
    """The memory of one source. For one crawl at a time: the crawl's lock sees to that."""

    def __init__(self, path: Path, destination: str) -> None:
        """`destination` is where ads are sent; what was sent elsewhere counts as not sent."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path)
        self._committed = time.monotonic()
        try:
            self._prepare(destination)
        except sqlite3.Error:
            self._db.close()
            raise

    def known(self, ad_id: str) -> Known | None:
        """What is remembered of an ad."""
        row = self._db.execute(f"SELECT {', '.join(Known._fields)} FROM ads WHERE ad_id = ?", (ad_id,)).fetchone()  # noqa: S608  # names of our own
        return Known(*row) if row else None

    def keep(self, ad_id: str, known: Known, run: str) -> None:
        """Remember an ad that was seen in a run and is delivered."""
        marks = ", ".join("?" * (len(known) + 2))
        names = f"ad_id, run, {', '.join(Known._fields)}"
        self._db.execute(f"REPLACE INTO ads ({names}) VALUES ({marks})", (ad_id, run, *known))  # noqa: S608
        self._commit_sometimes()

    def listed(self, page: str, run: str) -> None:
        """The source still leads to this page, though its ads could not be read: they have not vanished."""
        self._db.execute("UPDATE ads SET run = ? WHERE page = ?", (run, page))

    def missing(self, run: str) -> tuple[int, int]:
        """How many ads were there before and not in this run, and how many there are known to be in all."""
        counted = self._db.execute("SELECT sum(run != ?), count(*) FROM ads WHERE NOT gone", (run,)).fetchone()
        return counted[0] or 0, counted[1]

    def vanished(self, run: str) -> Iterator[tuple[str, Known]]:
        """The ads that were there before and not in this run."""
        names = f"ad_id, {', '.join(Known._fields)}"
        rows = self._db.execute(f"SELECT {names} FROM ads WHERE NOT gone AND run != ? ORDER BY ad_id", (run,))  # noqa: S608
        yield from ((row[0], Known(*row[1:])) for row in rows)

    def mark_vanished(self, run: str) -> None:
        """From now on they are known to be gone."""
        self._db.execute("UPDATE ads SET gone = 1 WHERE NOT gone AND run != ?", (run,))
        self._db.commit()

    def remember_page(self, url: str, visit: Visit, version: str, now: float) -> None:
        """Remember what a page yielded, read by this version of the source's pack."""
        step = msgspec.msgpack.encode(visit.yielded)
        if len(step) <= MAX_STEP:
            row = (url, visit.etag, visit.modified, version, step, now)
            self._db.execute("REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)", row)
            self._commit_sometimes()

    def unchanged(self, url: str, now: float) -> None:
        """The page is still as it was."""
        self._db.execute("UPDATE pages SET last_seen = ? WHERE url = ?", (now, url))

    def visit(self, url: str, version: str, sent_since: float) -> Visit | None:
        """The earlier visit of a page, if all it yielded was delivered since that moment and is still true."""
        row = self._db.execute(
            "SELECT etag, modified, step FROM pages WHERE url = ? AND version = ?", (url, version)
        ).fetchone()
        if row is None:
            return None
        yielded = msgspec.msgpack.decode(row[2], type=Yielded)
        fresh = all(self._is_fresh(ad_id, content, sent_since) for ad_id, content in yielded.ads)
        return Visit(row[0], row[1], yielded) if fresh else None

    def _is_fresh(self, ad_id: str, content: str, sent_since: float) -> bool:
        known = self.known(ad_id)
        return known is not None and known.content == content and known.sent_at >= sent_since and not known.gone

    def close(self, now: float) -> None:
        """Write everything, forget what is old."""
        for table in ("ads", "pages"):
            self._db.execute(f"DELETE FROM {table} WHERE last_seen < ?", (now - KEEP_S,))  # noqa: S608  # names of our own
        self._db.commit()
        self._db.close()

    def _prepare(self, destination: str) -> None:
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        if self._db.execute("PRAGMA user_version").fetchone() != (MAKE,):
            self._db.executescript(_DROP)
        self._db.executescript(_TABLES)
        self._moved_to(destination)

    def _moved_to(self, destination: str) -> None:
        row = self._db.execute("SELECT value FROM notes WHERE name = 'destination'").fetchone()
        if row is None or row[0] != destination:
            self._db.execute("UPDATE ads SET sent_at = 0")
            self._db.execute("REPLACE INTO notes VALUES ('destination', ?)", (destination,))
            self._db.commit()

    def _commit_sometimes(self) -> None:
        if time.monotonic() - self._committed > COMMIT_S:
            self._db.commit()
            self._committed = time.monotonic()


def history_of(home: Path, source: str, destination: str) -> History:
    """The memory of a source. It lies with the stages' state: who wipes the one wipes the other.

    A damaged one is put aside: all ads count as new then, which sends them twice and loses nothing. One that is locked,
    or on a disk that is full or fails, is left alone: raises MemoryUnusableError.
    """
    path = home / "state" / "crawls" / f"{source}.sqlite"
    try:
        try:
            return History(path, destination)
        except sqlite3.DatabaseError as error:
            if not _is_damaged(error):
                raise
            aside = path.with_suffix(f".{datetime.now(UTC):%Y%m%dT%H%M%S%f}.damaged")
            log.error("history damaged, begun anew", source=source, error=str(error), put_aside=str(aside))
            path.replace(aside)
            for part in ("-wal", "-shm"):  # of the damaged one; they would be read into the new one
                path.with_name(path.name + part).unlink(missing_ok=True)
            return History(path, destination)
    except (sqlite3.Error, OSError) as error:
        raise MemoryUnusableError(path, str(error)) from error


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    return any(word in str(error) for word in DAMAGE)
