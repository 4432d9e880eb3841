"""How far the simulator's sentences and the word lists repeat each other.

Both are written from the same definitions, so some words are bound to be the same. What must not be: whole sentences.
Three words in a row that stand in the word lists or in their examples too are counted as repeated. Sentences in set
words are left aside: they are what everybody writes.
"""

import re
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from processors.catalogue import Catalogue
from simulator.corpus import SHARES, languages
from simulator.corpus.book import Book, book
from simulator.phrases import write

VARIANTS = 4  # of a sentence with choices
_WORD = re.compile(r"\w+")
Trigram = tuple[str, ...]


def overlap(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """By language: how many sentences of each share are examples of the word lists too; and the part of trigrams that
    are repeated: of each share in the word lists, and of the frozen share in the open one."""
    return {language: _of(language, catalogue) for language in languages() if language in catalogue.lexicons}


def _of(language: str, catalogue: Catalogue) -> dict[str, Any]:
    listed = [words(text) for text in _listed(catalogue, language)]
    known, whole = set(trigrams(listed)), set(listed)
    said = {share: [words(text) for text in sentences(book(language, share))] for share in SHARES}
    seen = {share: set(trigrams(said[share])) for share in SHARES}
    return {
        **{f"{share}_same": len(set(said[share]) & whole) for share in SHARES},
        **{f"{share}_in_lists": _part(seen[share], known) for share in SHARES},
        "frozen_in_open": _part(seen["frozen"], seen["open"]),
    }


def sentences(read: Book) -> Iterator[str]:
    """The statements of a book in own words, as written out; neutral sentences are left aside too."""
    for parts in read.statements.values():
        for phrase in (phrase for part, phrases in parts.items() if part != "usual" for phrase in phrases):
            yield from sorted({write(phrase.sentence, Random(seed)) for seed in range(VARIANTS)})


def words(text: str) -> Trigram:
    """The words of a text in small letters."""
    return tuple(_WORD.findall(text.lower()))


def trigrams(texts: Iterable[Trigram]) -> Iterator[Trigram]:
    """Three words in a row."""
    for text in texts:
        yield from zip(text, text[1:], text[2:], strict=False)


def _listed(catalogue: Catalogue, language: str) -> Iterator[str]:
    """Every example and every phrase of the word lists."""
    for topic in catalogue.lexicons[language].topics.values():
        yield from (*topic.examples.present, *topic.examples.absent, *topic.examples.silent)
        for term in (*topic.terms, *topic.against, *topic.unless):
            yield from (phrase for atom in term.atoms for phrase in atom.phrases)


def _part(some: set[Trigram], known: set[Trigram]) -> float:
    return round(len(some & known) / len(some), 4) if some else 0.0
