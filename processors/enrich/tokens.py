"""Tokens of a normalised text, as a spaCy Doc."""

import re
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# spaCy peels punctuation off a word one sign at a time and copies the rest: quadratic in the length of the word.
_LONG = re.compile(r"\S{400}")
_PIECE = re.compile(r"([^\W_]{1,400}|[^\w\s]|_|\s)( ?)")
_MOST_STRINGS = 400_000  # words the shared vocabulary may remember before it starts afresh


@cache
def tokenizer() -> Language:
    """The rules by which texts are split; word lists that are matched against a Doc are split by the same."""
    return spacy.blank("xx")


def tokens(text: str) -> Doc:
    """The tokens of `text`. Time is linear in its length, memory does not grow without bound over many texts."""
    nlp = tokenizer()
    if _LONG.search(text):
        pieces = _PIECE.findall(text)
        return Doc(nlp.vocab, words=[word for word, _ in pieces], spaces=[bool(space) for _, space in pieces])
    return nlp.make_doc(text)
