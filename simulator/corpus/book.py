"""The sentences of one language and one share, as data: one sentence a line.

A line may end with marks: `+LB-11`, it states that indicator too; `?LB-12`, it may be read so, and nobody is wrong;
`-LB-14`, a neutral one that would contradict a statement of that indicator and never stands beside it.
The rest of the small language is that of `simulator.phrases`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from simulator.phrases import Sentence, parse

Share = Literal["open", "frozen"]
SHARES: tuple[Share, ...] = ("open", "frozen")

_PHRASES = Path(__file__).parent.parent / "phrases"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARK = re.compile(r"\s+([+?-])([A-Z]{2}-\d\d)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, what it states besides its own indicator, and what it may be read to state."""

    sentence: Sentence
    source: str  # the line as written
    also: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    not_beside: tuple[str, ...] = ()


Phrases = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All sentences of a language and share. `statements`: by indicator, then `says`, `usual` (the
    same in set words, as most ads have it), `denies` or `near`."""

    language: str
    share: Share
    statements: Mapping[str, Mapping[str, Phrases]]
    settings: Mapping[str, Mapping[str, Phrases]]
    families: Mapping[str, Mapping[str, Phrases]]


def languages() -> tuple[str, ...]:
    """The languages that have both shares: a new language is a folder."""
    folders = sorted(_PHRASES.iterdir())
    return tuple(one.name for one in folders if all((one / f"{share}.yml").is_file() for share in SHARES))


@cache
def book(language: str, share: Share) -> Book:
    """The sentences, read once. Raises KeyError for a word in `<>`, for these files have no word lists."""
    raw = yaml.load((_PHRASES / language / f"{share}.yml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    return Book(language, share, *(_entries(raw[part]) for part in ("statements", "settings", "families")))


def phrase(line: str) -> Phrase:
    """One line of a file."""
    marks: dict[str, list[str]] = {"+": [], "?": [], "-": []}
    text = line.strip()
    while mark := _MARK.search(text):
        marks[mark[1]].append(mark[2])
        text = text[: mark.start()]
    return Phrase(parse(text, {}), text, *(tuple(names) for names in marks.values()))


def _entries(raw: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Phrases]]:
    return {
        name: {part: tuple(phrase(line) for line in text.splitlines() if line.strip()) for part, text in entry.items()}
        for name, entry in raw.items()
    }


def read_yaml(name: str) -> dict[str, Any]:
    """A data file beside this module."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return content
