"""Parts of terms, as phrases that can be held against an ad."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf

from processors.catalogue.lexicon import Lexicon
from processors.catalogue.terms import Atom
from processors.enrich.findings.phrasebook import Phrasebook, cut
from processors.enrich.findings.vocabulary import Vocabulary

RARER = 0.2  # how much rarer a phrase is than its rarest word, for each word more; a guess is enough


@dataclass(frozen=True, eq=False)
class Piece:
    """One part of a term: phrases, a letter a word, the longest first; or an entity. Most pieces are never looked for,
    so they are sorted by their words when they are."""

    phrases: tuple[str, ...] = ()
    entity: str | None = None

    @cached_property
    def by_first(self) -> dict[str, list[str]]:
        """The phrases by what they begin with."""
        return _by(0, self.phrases)

    @cached_property
    def by_last(self) -> dict[str, list[str]]:
        """The phrases by what they end with."""
        return _by(-1, self.phrases)


class Press:
    """Makes pieces for one language; equal parts of different terms become one piece."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._book = Phrasebook(lexicon)
        self.vocabulary = self._book.vocabulary
        self._pieces: dict[Atom, Piece] = {}
        self._counts = _counts(lexicon, self.vocabulary)
        self._common: dict[Piece, float] = {}
        self._ends: dict[frozenset[str], frozenset[str]] = {}

    def piece(self, atom: Atom) -> Piece:
        """The piece for an atom."""
        if atom not in self._pieces:
            phrases = sorted(self.phrases(atom.phrases), key=len, reverse=True)
            self._pieces[atom] = Piece(tuple(phrases), atom.entity)
        return self._pieces[atom]

    def phrases(self, written: Iterable[str]) -> list[str]:
        """Some phrases as they may stand in an ad, in the letters of the vocabulary."""
        return sorted(self._book.phrases(written))

    def ends(self, piece: Piece, which: int) -> frozenset[str]:
        """What the piece's phrases begin with, 0, or end with, -1. What is equal is one: less to load with each ad."""
        ends = frozenset([phrase[which] for phrase in piece.phrases])
        return self._ends.setdefault(ends, ends)

    def rarest(self, pieces: tuple[Piece, ...]) -> int:
        """The number of the piece that is to be expected least in an ad, judged by the lexicon's own examples."""
        return min(range(len(pieces)), key=lambda number: self._commonness(pieces[number])) if len(pieces) > 1 else 0

    def _commonness(self, piece: Piece) -> float:
        """How often one of the piece's phrases is to be expected in an ad."""
        if piece.entity:
            return inf
        if piece not in self._common:
            expected = (min(map(self._counts.__getitem__, one)) * RARER ** (len(one) - 1) for one in piece.phrases)
            self._common[piece] = sum(expected)
        return self._common[piece]


def _by(number: int, phrases: Iterable[str]) -> dict[str, list[str]]:
    by: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        by[phrase[number]].append(phrase)
    return dict(by)


def _counts(lexicon: Lexicon, vocabulary: Vocabulary) -> dict[str, int]:
    """How often each word stands in the examples, by its letter."""
    counts = Counter(dict.fromkeys(vocabulary.letter_of.values(), 0))  # what is missing from a Counter is dear
    for topic in lexicon.topics.values():
        examples = topic.examples
        for text in (*examples.present, *examples.absent, *examples.silent):
            counts.update(vocabulary.letters(cut(text)))
    return counts
