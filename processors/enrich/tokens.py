"""Tokens of a normalised text, as a spaCy Doc.

The text is cut by one pattern and not by spaCy's own tokeniser, which peels punctuation off a word sign by sign: that
is quadratic in the length of a word, and its cache stops growing at 10,000 words, after which ads of a real stream cost
thirty times as much (6.6 ms against 0.2 ms an ad of 600 characters, one core, 1,000 simulated ads).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import regex
from spacy.attrs import LOWER
from spacy.tokens import Doc
from spacy.vocab import Vocab

# A word or number of at most 400 characters; inside it a point, comma or slash between digits ("12.50", "1/2"), and a
# point before a small letter ("www.shop.example"), so that neither looks like the end of a sentence. Then any other
# sign, alone. `( ?)` is the space behind the token, which spaCy keeps with it.
_PIECE = regex.compile(
    r"((?:[\p{L}\p{M}\p{N}]|(?<=\p{N})[.,:/](?=\p{N})|(?<=[\p{L}\p{N}])\.(?=[\p{Ll}\p{N}])){1,400}+|.)( ?)",
    regex.DOTALL,
)


@cache
def vocab() -> Vocab:
    """The strings that ads and word lists share. Of a word only its lower case is looked up here: the dozen other
    features of spaCy's blank pipelines cost more than the rest of the tokenising."""
    return Vocab(lex_attr_getters={LOWER: str.lower})


def split(text: str) -> list[tuple[str, str]]:
    """(token, the space behind it or nothing) of the whole text; word lists are cut by the same. Linear time."""
    return _PIECE.findall(text)  # type: ignore[no-any-return]


def tokens(text: str) -> Doc:
    """The tokens of `text`; inside `forgetful` it must not be used after the block."""
    pieces = split(text)
    return Doc(vocab(), words=[word for word, _ in pieces], spaces=[bool(space) for _, space in pieces])


@contextmanager
def forgetful() -> Iterator[None]:
    """Words first met in the block are forgotten after it: memory does not grow over millions of ads."""
    with vocab().memory_zone():
        yield
