"""The stop switch: one source, or all of them, must not be crawled from now on. A file each, so it needs no server."""

from contextlib import suppress
from pathlib import Path

ALL = "ALL"  # no source is called so: their names are lower case


def stop(home: Path, name: str, why: str) -> None:
    """Stop a source, or ALL. A running crawl ends within seconds, none starts."""
    path = _path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(" ".join(why.split())[:500] + "\n", encoding="utf-8")


def resume(home: Path, name: str) -> bool:
    """Let a source, or ALL, be crawled again; False when it was not stopped. Each stop is ended by its own name."""
    try:
        _path(home, name).unlink()
    except FileNotFoundError:
        return False
    return True


def stopped(home: Path, name: str) -> str | None:
    """Why a source may not be crawled now; None when it may."""
    for each in (ALL, name):
        with suppress(FileNotFoundError):
            why = _path(home, each).read_text(encoding="utf-8").strip()
            which = "all sources" if each == ALL else each
            return f"{which} stopped by an operator{f' ({why})' if why else ''}; `adwatch sources resume` ends that"
    return None


def _path(home: Path, name: str) -> Path:
    return home / "stopped" / name
