"""The machine: the interpreter, room on the disk, memory, and Java for local engines."""

import shutil
from pathlib import Path

from adwatch.doctor.line import Line, Mark

ROOM_NEEDED_MB = 1_000
ROOM_GOOD_MB = 5_000
MEMORY_GOOD_MB = 2_000  # both engines and the stages


def python(version: tuple[int, int]) -> Line:
    """The interpreter we run on."""
    found = ".".join(map(str, version))
    if (3, 11) <= version < (3, 14):
        return Line("Python", Mark.OK, found)
    return Line("Python", Mark.FAIL, found, "adwatch needs Python 3.11 to 3.13: make setup PYTHON=python3.11")


def disk(folder: Path) -> Line:
    """Room for the engines' data."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    left = shutil.disk_usage(existing).free // 2**20
    found = f"{left:,} MB free for {folder}"
    if left >= ROOM_GOOD_MB:
        return Line("disk", Mark.OK, found)
    mark = Mark.WARN if left >= ROOM_NEEDED_MB else Mark.FAIL
    return Line("disk", mark, found, f"free some space, or set ADWATCH_HOME to a disk with {ROOM_GOOD_MB:,} MB")


def memory() -> Line:
    """Memory for the engines and the stages."""
    import psutil

    left = psutil.virtual_memory().available // 2**20
    if left >= MEMORY_GOOD_MB:
        return Line("memory", Mark.OK, f"{left:,} MB available")
    return Line(
        "memory", Mark.WARN, f"{left:,} MB available", f"close something: {MEMORY_GOOD_MB:,} MB are good to have"
    )


def java(needed: bool) -> Line:
    """Java, for the local engines; who uses other servers needs none."""
    from infra.engines.java import find
    from infra.errors import EngineError

    try:
        found = find()
    except EngineError as error:
        return Line("Java", Mark.FAIL if needed else Mark.WARN, str(error))
    return Line("Java", Mark.OK, f"{found.version} at {found.home}")
