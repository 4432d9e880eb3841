"""What the detectors of one ad work on."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from processors.enrich.tokens import Tokens
from schemas.ad import RawAd, TextFacts
from schemas.mention import Mention


class Edit(NamedTuple):
    """One thing the normaliser undid: which slice of the original, and how it had been written."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Normal:
    """A text after normalising, with the way back: character i of `text` came from `original[starts[i]:ends[i]]`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    changes: dict[str, int]  # what had to be undone, by style: {"zero_width": 3}
    edits: tuple[Edit, ...] = ()  # the same one by one, in the order of the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice of `original` that `text[start:end]` came from; `start < end`."""
        return self.starts[start], self.ends[end - 1]

    def locate(self, index: int) -> int:
        """The first character of `text` that came from `original[index]` or later."""
        return bisect_left(self.starts, index)


@dataclass(frozen=True, slots=True)
class Reading:
    """One ad while it is read. `tokens` are those of `normal.text`; mentions point into `ad.text`."""

    ad: RawAd
    normal: Normal
    tokens: Tokens
    facts: TextFacts
    mentions: tuple[Mention, ...]
