"""What the detectors of one ad work on."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from schemas.ad import RawAd, TextFacts
from schemas.mention import Mention


@dataclass(frozen=True, slots=True)
class Normal:
    """A text after normalising, with the way back: character i of `text` came from `original[starts[i]:ends[i]]`."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    changes: dict[str, int]  # what had to be undone, by style: {"zero_width": 3}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice of `original` that `text[start:end]` came from; `start < end`."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Reading:
    """One ad while it is read. `doc` holds the tokens of `normal.text`; mentions point into `ad.text`."""

    ad: RawAd
    normal: Normal
    doc: Doc
    facts: TextFacts
    mentions: tuple[Mention, ...]
