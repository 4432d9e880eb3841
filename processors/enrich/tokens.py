"""Tokens of a normalised text in lower case, and the spaCy Doc that the word lists are matched on.

The text is cut by one pattern and not by spaCy's own tokeniser, which peels punctuation off a word sign by sign: that
is quadratic in the length of a word, and its cache stops growing at 10,000 words, after which ads of a real stream cost
thirty times as much. In the Doc, words that no list speaks of are blanks: its vocabulary never grows, and looking up
words that will never match was most of what a Doc cost.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from spacy.attrs import LOWER
from spacy.tokens import Doc
from spacy.vocab import Vocab

BLANK = " "  # never a token, so in no word list


@cache
def vocab() -> Vocab:
    """The words of all word lists. Of a word only its lower case is worked out: the dozen other features of spaCy's
    blank pipelines are never asked for."""
    return Vocab(lex_attr_getters={LOWER: str.lower})


@cache
def _piece() -> re.Pattern[str]:
    """A word or number; inside it a point, comma or slash between digits ("12.50", "1/2"), and a point before a small
    letter ("www.shop.example"), so that neither looks like the end of a sentence. Then any other sign, alone. Spaces
    only separate. Linear in the length of a text."""
    word = f"[{_letters_marks_and_digits()}]+"
    inside = r"(?<=\d)[.,:/](?=\d)|(?<=[^\W_])\.(?=[^\W_A-Z])"
    return re.compile(rf"{word}(?:(?:{inside}){word})*|[^ \t]")


def _letters_marks_and_digits() -> str:
    """Of the basic plane, as a class of characters. `\\w` has no marks, and words of Arabic or Hindi are written with
    them."""
    points = (point for point in range(0x10000) if unicodedata.category(chr(point))[0] in "LMN")
    runs = (list(run) for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0]))
    return "".join(f"\\u{run[0][1]:04x}-\\u{run[-1][1]:04x}" for run in runs)


def split(text: str) -> list[str]:
    """The tokens of a text, in lower case; word lists are cut by the same."""
    return list(map(str.lower, _piece().findall(text)))


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text, and where they stand in it."""

    text: str
    words: list[str]  # in lower case

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """First character and one past the last, of each token; worked out when somebody asks."""
        return [match.span() for match in _piece().finditer(self.text)]

    def doc(self, known: Container[str]) -> Doc:
        """The Doc with the words of `known`, the others blank."""
        return Doc(vocab(), words=[word if word in known else BLANK for word in self.words])

    def slice(self, start: int, end: int) -> tuple[int, int]:
        """Tokens `start` to `end` (one past the last) as a slice of the text."""
        return self.spans[start][0], self.spans[end - 1][1]

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens that a slice of the text touches: the first, and one past the last."""
        inside = [number for number, (begin, stop) in enumerate(self.spans) if begin < end and start < stop]
        return (inside[0], inside[-1] + 1) if inside else None


def tokens(text: str) -> Tokens:
    """The tokens of a text."""
    return Tokens(text, split(text))
