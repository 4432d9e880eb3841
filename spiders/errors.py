"""Errors of the collection that a person can act on.

SpiderError              one clear line
├── SourceError          raised when a source file is wrong; names file, line and field
├── SourceRefusedError   raised when a source may not be crawled: switched off, review too old, no contact address
├── MemoryUnusableError  raised when what earlier crawls saw cannot be opened: locked, disk full, disk failing
└── AlreadyRunningError  raised when another crawl of the same source runs
"""

from pathlib import Path


class SpiderError(Exception):
    """The message says what is wrong and what to do."""


class SourceError(SpiderError):
    """A source file is wrong."""

    def __init__(self, path: Path, line: int, field: str, message: str) -> None:
        super().__init__(f"{path}:{line}: {field}: {message}" if field else f"{path}:{line}: {message}")
        self.path, self.line, self.field = path, line, field
        self.others: tuple[SourceError, ...] = ()  # what else is wrong with the file


class SourceRefusedError(SpiderError):
    """A source is well described, but may not be crawled now."""


class MemoryUnusableError(SpiderError):
    """What earlier crawls saw of a source cannot be opened now; the file was left as it is."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}; nothing was crawled: mend that and crawl again")


class AlreadyRunningError(SpiderError):
    """One crawl of a source at a time."""
