"""A small disk of its own for the outbox of notifications, which can be filled to the last byte.

It is a tmpfs, which only root may mount; without that right the fault is left out, and the result says so.
"""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SIZE_MB = 64


class Disk:
    """A mounted disk of SIZE_MB."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not a byte is free while the block runs."""
        try:
            with self._ballast.open("wb", buffering=0) as file:
                _fill(file)
            yield
        finally:
            self._ballast.unlink(missing_ok=True)


def _fill(file: BinaryIO) -> None:
    """Write until there is no room, with ever smaller pieces."""
    piece = 1 << 20
    while piece:
        try:
            file.write(b"\0" * piece)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            piece //= 16


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """The disk on `folder` while the block runs; None where we may not mount one."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=700", "adwatch-chaos", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    try:
        yield None if mounted.returncode else Disk(folder)
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
