"""How people type: without capitals, without accents, with a mark where a point should be."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from simulator.chance import happens, pick
from simulator.draft import Draft, Line

LOWER = 0.12  # of the ads have no capitals
BARE = 0.15  # of the ads in languages with accents have none
LOUD = 0.15  # of the ads end some sentences with marks
ACCENTED = frozenset({"fr", "es", "pt", "ro"})  # written without accents and still understood
MARKS = ("!", "!!", " ...", " 🙂", " ✅")


def roughened(rng: Random, draft: Draft) -> Draft:
    """The draft as somebody in a hurry types it, or as it was."""
    if happens(rng, LOWER):
        draft = _each(draft, str.lower)
    if draft.language in ACCENTED and happens(rng, BARE):
        draft = _each(draft, bare)
    if happens(rng, LOUD):
        lines = tuple(_loud(rng, line) if happens(rng, 0.3) else line for line in draft.lines)
        draft = replace(draft, lines=lines)
    return draft


def bare(text: str) -> str:
    """The text without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _loud(rng: Random, line: Line) -> Line:
    text = line.text
    return replace(line, text=text[:-1] + pick(rng, MARKS)) if text.endswith(".") else line


def _each(draft: Draft, change: Callable[[str], str]) -> Draft:
    lines = tuple(replace(line, text=change(line.text)) for line in draft.lines)
    return replace(draft, title=change(draft.title), lines=lines)
