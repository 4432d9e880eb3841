"""What the ways to write a date have in common."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

TABLE = table("dates")
LETTERS = re.compile(r"[^\W\d_]+")
YEAR = r"(?:19|20)\d\d"
JOINT = rf"\s?(?:{any_of(words(TABLE['joints']))})\s?"
CUE = re.compile(rf"(?<![^\W_])(?:{any_of(words(TABLE['cues']))})\s{{0,2}}:?\s?$")
CUE_REACH = 22


def numbered(name: str) -> dict[str, int]:
    """The words of numbered rows of the table, with their numbers."""
    return {word: number for number, row in TABLE[name].items() for word in words(row)}


def maybe(value: str | None, start: int, end: int, confidence: float = 0.95) -> Iterator[Found]:
    """The date, if there is such a day."""
    if value:
        yield found(value, start, end, confidence)


def found(value: str, start: int, end: int, confidence: float) -> Found:
    """A date at a place of the text."""
    return Found(MentionKind.DATE, value, start, end, "dates", None, confidence)
