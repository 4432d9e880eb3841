"""Small files, written whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from infra.errors import EngineError


def write(path: Path, text: str, mode: int = 0o644) -> None:
    """Put `text` into `path` in one step: a reader sees the old file or the new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made readable for nobody else
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def make_open(folder: Path) -> None:
    """Make `folder`, and what is missing above it, so that every account may read it, whatever the umask is."""
    if folder.is_dir():
        return
    make_open(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)


def require_room(folder: Path, megabytes: int) -> None:
    """Raise EngineError when the disk below `folder`, which exists, has less than `megabytes` free."""
    left = shutil.disk_usage(folder).free // 2**20
    if left < megabytes:
        raise EngineError(f"disk nearly full: {left} MB left at {folder}, {megabytes} MB needed; free some space")
