"""A catalogue that may change while a stage runs: what was made from it is made anew, without a restart.

A folder is taken when its files have been at rest for one look, so that half a copy is never loaded; and only when it
is right in every line. Until then the catalogue before stays in force and the log says what is wrong.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from processors.catalogue.catalogue import Catalogue
from processors.catalogue.load import files, load
from processors.yaml_file import FileError

log = structlog.get_logger()

LOOK_EVERY_S = 5.0
T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


class Current(Generic[T]):
    """What `make` makes of the catalogue in `folder`, as it is now."""

    def __init__(
        self, folder: Path, make: Callable[[Catalogue], T], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises FileError when the catalogue is wrong at the start, and whatever `make` raises then."""
        self._folder, self._make, self._clock = folder, make, clock
        self._looked = clock()
        self._loaded = self._seen = _stamp(folder)
        self._made = make(load(folder))

    def get(self) -> T:
        """The newest right one. Looks at the files every few seconds, not every time."""
        if self._clock() - self._looked >= LOOK_EVERY_S:
            self._looked = self._clock()
            stamp = _stamp(self._folder)
            if stamp == self._seen != self._loaded:
                self._loaded = stamp
                self._renew()
            self._seen = stamp
        return self._made

    def _renew(self) -> None:
        try:
            catalogue = load(self._folder)
            self._made = self._make(catalogue)
        except (FileError, ValueError) as error:
            log.error("catalogue refused, the one before stays in force", reason=str(error))
        else:
            log.info("catalogue changed", version=catalogue.version)


def _stamp(folder: Path) -> Stamp:
    """Changes when a file does."""
    return tuple(filter(None, map(_stamp_of, files(folder))))


def _stamp_of(path: Path) -> tuple[str, int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:  # gone since it was listed
        return None
    return str(path), status.st_mtime_ns, status.st_size
