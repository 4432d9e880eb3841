"""Who asked not to be read: sites and addresses that no source may fetch, and whose ads are not kept.

A text file, one entry a line: `site.example` (with everything below it) or `site.example/path` (and all that starts
with it); what follows a `#` is a note.
"""

import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

FILE = "opt-out.txt"
LOOK_EVERY_S = 1.0


class OptOut:
    """The list of an installation; read again when the file changes."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE
        self._changed: float | None = None
        self._looked = -LOOK_EVERY_S
        self._entries: tuple[tuple[str, str], ...] = ()

    def covers(self, url: str) -> bool:
        """Did the owner of this address ask not to be read?"""
        entries = self.entries()
        if not entries:
            return False
        host, path = _split(url)
        return any(_within(host, site) and path.startswith(start) for site, start in entries)

    def entries(self) -> tuple[tuple[str, str], ...]:
        """(site, start of the path) of each entry; a change of the file is seen within a second."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY_S:
            return self._entries
        self._looked = now
        try:
            changed = self.path.stat().st_mtime
        except FileNotFoundError:
            self._changed, self._entries = None, ()
            return ()
        if changed != self._changed:
            lines = self.path.read_text(encoding="utf-8").splitlines()
            self._entries = tuple(_split(entry) for entry in map(_entry, lines) if entry)
            self._changed = changed
        return self._entries

    def add(self, address: str, note: str = "") -> None:
        """Add an entry. Raises ValueError when the address names no site."""
        if not _split(address)[0]:
            raise ValueError(f"no site in {address!r}; give one such as site.example or site.example/path")
        lines = self._lines()
        comment = f"  # {' '.join(note.split())}" if note.strip() else ""
        self._write([*lines, f"{_entry(address)}{comment}"])

    def remove(self, address: str) -> bool:
        """Remove an entry; False when there is none such."""
        wanted = _split(address)
        lines = self._lines()
        kept = [line for line in lines if not _entry(line) or _split(_entry(line)) != wanted]
        self._write(kept)
        return len(kept) < len(lines)

    def lines(self) -> list[str]:
        """The entries with their notes, as written."""
        return [line for line in self._lines() if _entry(line)]

    def _lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []

    def _write(self, lines: list[str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        new.replace(self.path)


def _entry(line: str) -> str:
    return line.partition("#")[0].strip()


def _split(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
    except ValueError:  # half a bracket: it leads nowhere
        return "", "/"
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return host, unquote(parts.path) or "/"


def _within(host: str, site: str) -> bool:
    return host == site or host.endswith("." + site)
