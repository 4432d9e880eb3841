"""The source packs of this installation, as the `adwatch` command finds them too."""

import os
from contextlib import suppress
from pathlib import Path

from spiders.errors import SourceError
from spiders.source import FOLDER, Source, load_source, source_names

VARIABLE = "ADWATCH_CRAWL__SOURCES"


def folder() -> Path:
    """Where the packs are: the setting `crawl.sources`."""
    return Path(os.environ.get(VARIABLE) or FOLDER)


def names() -> list[str]:
    """Names of all packs, whether their files are right or not."""
    return source_names(folder())


def load(name: str) -> Source:
    """The source of a pack. Raises SourceError when its file is wrong."""
    return load_source(name, folder())


def readable() -> list[Source]:
    """All sources whose files are right."""
    found = []
    for name in names():
        with suppress(SourceError):
            found.append(load(name))
    return found
