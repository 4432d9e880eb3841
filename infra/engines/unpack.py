"""Unpacking of archives we did not make."""

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from infra.engines.files import make_open
from infra.errors import EngineError

MAX_BYTES = 1_000_000_000  # the largest engine unpacks to 120 MB
MAX_FILES = 20_000


def unpack(archive: Path, folder: Path) -> None:
    """Unpack the zip `archive` into the existing `folder`; every file readable by all, no other right but to run.

    Raises EngineError, with nothing written, when an entry would leave the folder, is a link, or there is too much.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = zipped.infolist()
            _check(archive.name, entries)
            for entry in entries:
                _write(zipped, entry, folder)
    except zipfile.BadZipFile as error:
        raise EngineError(f"{archive.name} is broken: {error}; run the command again to fetch it anew") from error


def _check(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise EngineError(f"{name} holds more than it may; it was not unpacked")
    for entry in entries:
        if not _harmless(entry):
            raise EngineError(f"{name} holds an entry that would leave its folder; it was not unpacked")


def _harmless(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return not path.is_absolute() and ".." not in path.parts and kind in (0, stat.S_IFREG, stat.S_IFDIR)


def _write(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target = folder / entry.filename
    if entry.is_dir():
        make_open(target)
        return
    make_open(target.parent)
    with zipped.open(entry) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
    runs = (entry.external_attr >> 16) & 0o100
    target.chmod(0o755 if runs else 0o644)
