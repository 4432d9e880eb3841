"""Where the files of an installation's engines live."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SYSTEM_DATA = Path("/var/lib/adwatch")


def is_root() -> bool:
    """Do we run with all rights? Elasticsearch refuses to."""
    return os.geteuid() == 0


def reachable(folder: Path) -> bool:
    """May every account of this machine walk into `folder`, as far as it exists?"""
    existing = (place for place in (folder, *folder.parents) if place.exists())
    return all(place.stat().st_mode & 0o001 for place in existing)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one installation, whose home is `home` (absolute)."""

    home: Path

    @property
    def digest(self) -> str:
        """Twelve hex digits that stand for the home where a path cannot."""
        return hashlib.sha256(str(self.home).encode()).hexdigest()[:12]

    @property
    def kafka(self) -> Path:
        """Kafka's configuration, data and log."""
        return self.home / "kafka"

    @property
    def search(self) -> Path:
        """Elasticsearch's configuration, data and logs.

        In the home, unless we are root and the home is closed to other accounts: then a system folder named after it.
        """
        if not is_root() or reachable(self.home):
            return self.home / "search"
        return SYSTEM_DATA / f"search-{self.digest}"

    @property
    def state(self) -> Path:
        """The stages' state stores."""
        return self.home / "state"

    @property
    def secrets(self) -> Path:
        """Keys of this installation."""
        return self.home / "secrets"

    @property
    def engines_file(self) -> Path:
        """Addresses of the engines, for all commands."""
        return self.home / "engines.json"
