"""Tokens of a normalised text, in lower case.

The text is cut by one pattern, linear in its length: tokenisers that peel punctuation off a word sign by sign are
quadratic in the length of a word, and one word may be a megabyte.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, groupby


@cache
def _piece() -> re.Pattern[str]:
    """A word or number; inside it a point, comma or slash between digits ("12.50", "1/2"), and a point before a small
    letter ("www.shop.example"), so that neither looks like the end of a sentence. Then any other sign, alone. Nothing
    is left out, so lengths add up to places. Linear in the length of a text."""
    word = f"[{_letters_marks_and_digits()}]+"
    inside = r"(?<=\d)[.,:/](?=\d)|(?<=[^\W_])\.(?=[^\W_A-Z])"
    return re.compile(rf"{word}(?:(?:{inside}){word})*|.", re.DOTALL)


def _letters_marks_and_digits() -> str:
    """Of the basic plane, as a class of characters. `\\w` has no marks, and words of Arabic or Hindi are written with
    them."""
    points = (point for point in range(0x10000) if unicodedata.category(chr(point))[0] in "LMN")
    runs = (list(run) for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0]))
    return "".join(f"\\u{run[0][1]:04x}-\\u{run[-1][1]:04x}" for run in runs)


def split(text: str) -> list[str]:
    """The tokens of a text, in lower case; word lists are cut by the same. Spaces only separate."""
    return _words(_piece().findall(text))


def _words(pieces: list[str]) -> list[str]:
    return [piece.lower() for piece in pieces if piece != " " and piece != "\t"]


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text, and where they stand in it."""

    pieces: list[str]  # tokens and the spaces between them
    words: list[str]  # tokens in lower case

    @cached_property
    def _ends(self) -> list[int]:
        """Where each piece ends; worked out when somebody asks."""
        return list(accumulate(map(len, self.pieces)))

    @cached_property
    def _places(self) -> list[int]:
        """Which piece each token is."""
        return [number for number, piece in enumerate(self.pieces) if piece != " " and piece != "\t"]

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Tokens `start` to `end` (one past the last) as a slice of the text."""
        first, last = self._places[start], self._places[end - 1]
        return self._ends[first] - len(self.pieces[first]), self._ends[last]

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens that a slice of the text touches: the first, and one past the last."""
        first = bisect_left(self._places, bisect_right(self._ends, start))
        past = bisect_right(self._places, bisect_left(self._ends, end), lo=first)
        return (first, past) if first < past else None


def tokens(text: str) -> Tokens:
    """The tokens of a text."""
    pieces = _piece().findall(text)
    return Tokens(pieces, _words(pieces))
