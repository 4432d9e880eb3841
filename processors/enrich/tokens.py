"""Tokens of a normalised text, in lower case.

The text is cut by one pattern, linear in its length: tokenisers that peel punctuation off a word sign by sign are
quadratic in the length of a word, and one word may be a megabyte. No token reaches over a space or the end of a line,
and what stands between two spaces recurs from ad to ad: what is short is cut once and remembered. That may be an e-mail
address or a phone number: it is kept in memory only, until the pieces are so many that all are dropped, or the process
ends.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain, groupby
from operator import itemgetter
from typing import NamedTuple

from processors.enrich.letters import letters, lower
from processors.remembered import Remembered

_MEMORY = 50_000  # pieces of text that are remembered: some 30 MB
_LONGEST = 30  # characters of one


@cache
def _piece() -> re.Pattern[str]:
    """A word or number; inside it a point, comma or slash between digits ("12.50", "1/2"), and a point before a small
    letter ("www.shop.example"), so that neither looks like the end of a sentence. Then any other sign, alone. Nothing
    is left out but spaces. Linear in the length of a text."""
    word = f"[{_letters_marks_and_digits()}]+"
    inside = r"(?<=\d)[.,:/](?=\d)|(?<=[^\W_])\.(?=[^\W_A-Z])"
    return re.compile(rf"{word}(?:(?:{inside}){word})*|[^ \t]")


def _letters_marks_and_digits() -> str:
    """Of the basic plane, as a class of characters. `\\w` has no marks, and words of Arabic or Hindi are written with
    them."""
    points = (point for point in range(0x10000) if unicodedata.category(chr(point))[0] in "LMN")
    runs = (list(run) for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0]))
    return "".join(f"\\u{run[0][1]:04x}-\\u{run[-1][1]:04x}" for run in runs)


class _Cut(NamedTuple):
    """A piece of text, cut."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    size: int  # tokens
    width: int  # characters, and the space behind
    letters: tuple[str, ...]  # runs of letters, in lower case


_NEW_LINE = _Cut(("\n",), (-1,), (0,), 1, 0, ())  # stands where the piece before has its space
_words, _size, _width, _letters = itemgetter(0), itemgetter(3), itemgetter(4), itemgetter(5)


def _cut(piece: str) -> _Cut:
    if piece == "\n":
        return _NEW_LINE
    found = list(_piece().finditer(piece))
    return _Cut(
        tuple(match[0].lower() for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
        len(found),
        len(piece) + 1,
        tuple(letters(lower(piece))),
    )


_cuts = Remembered(_cut, _MEMORY, _LONGEST)


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text, and where they stand in it; most are never asked for."""

    pieces: list[str]  # what stands between spaces and ends of lines, and these ends
    cuts: list[_Cut]  # the same, cut

    @property
    def words(self) -> list[str]:
        """The tokens in lower case."""
        return list(chain.from_iterable(map(_words, self.cuts)))

    @cached_property
    def letters(self) -> list[str]:
        """Runs of letters, in lower case."""
        return list(chain.from_iterable(map(_letters, self.cuts)))

    @cached_property
    def _firsts(self) -> list[int]:
        """The number of each piece's first token."""
        return list(accumulate(map(_size, self.cuts), initial=0))

    @cached_property
    def _begins(self) -> list[int]:
        """Where each piece begins in the text."""
        return list(accumulate(map(_width, self.cuts), initial=0))

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Tokens `start` to `end` (one past the last) as a slice of the text."""
        cuts, firsts, begins = self.cuts, self._firsts, self._begins
        one, other = bisect_right(firsts, start) - 1, bisect_left(firsts, end) - 1
        last = end - 1 - firsts[other]
        return begins[one] + cuts[one].starts[start - firsts[one]], begins[other] + cuts[other].ends[last]

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens that a slice of the text touches: the first, and one past the last."""
        cuts, firsts, begins = self.cuts, self._firsts, self._begins
        last = len(cuts)
        one, other = bisect_right(begins, start, hi=last) - 1, bisect_right(begins, end, hi=last) - 1
        first = firsts[one] + bisect_right(cuts[one].ends, start - begins[one])
        past = firsts[other] + bisect_left(cuts[other].starts, end - begins[other])
        return (first, past) if first < past else None


def tokens(text: str) -> Tokens:
    """The tokens of a text."""
    pieces = text.replace("\n", " \n ").split(" ")
    return Tokens(pieces, list(map(_cuts.__getitem__, pieces)))


def words_of(piece: str) -> tuple[str, ...]:
    """The tokens of a piece, in lower case."""
    return _cuts[piece].words


def split(text: str) -> list[str]:
    """The tokens of a text, in lower case; word lists are cut by the same. Spaces only separate."""
    return tokens(text).words
