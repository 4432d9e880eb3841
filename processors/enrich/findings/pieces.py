"""Parts of terms, as phrases that can be held against an ad."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from processors.catalogue.lexicon import Lexicon
from processors.catalogue.terms import Atom
from processors.enrich.findings.vocabulary import Vocabulary, cut

RARER = 0.2  # how much rarer a phrase is than its rarest word, for each word more; a guess is enough


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One part of a term: phrases, a letter a word, also by their first and last word; or an entity."""

    phrases: tuple[str, ...] = ()
    by_first: dict[str, list[str]] = field(default_factory=dict)  # the longest first
    by_last: dict[str, list[str]] = field(default_factory=dict)
    firsts: frozenset[str] = frozenset()  # the keys of `by_first`: to say no quickly
    lasts: frozenset[str] = frozenset()
    entity: str | None = None


class Press:
    """Makes pieces for one language; equal parts of different terms become one piece."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.vocabulary = Vocabulary(lexicon)
        self._pieces: dict[Atom, Piece] = {}
        self._common = _counts(lexicon, self.vocabulary)

    def piece(self, atom: Atom) -> Piece:
        """The piece for an atom."""
        if atom not in self._pieces:
            self._pieces[atom] = self._make(atom)
        return self._pieces[atom]

    def phrases(self, written: Iterable[str]) -> list[str]:
        """Some phrases as they may stand in an ad, in the letters of the vocabulary."""
        return sorted(self.vocabulary.phrases(written))

    def commonness(self, piece: Piece) -> float:
        """How often one of the piece's phrases is to be expected in an ad, judged by the lexicon's own examples."""
        if piece.entity:
            return float("inf")
        return sum(min(map(self._common.__getitem__, phrase)) * RARER ** (len(phrase) - 1) for phrase in piece.phrases)

    def _make(self, atom: Atom) -> Piece:
        phrases = sorted(self.phrases(atom.phrases), key=len, reverse=True)
        by_first: dict[str, list[str]] = {}
        by_last: dict[str, list[str]] = {}
        for phrase in phrases:
            by_first.setdefault(phrase[0], []).append(phrase)
            by_last.setdefault(phrase[-1], []).append(phrase)
        return Piece(tuple(phrases), by_first, by_last, frozenset(by_first), frozenset(by_last), atom.entity)


def _counts(lexicon: Lexicon, vocabulary: Vocabulary) -> Counter[str]:
    """How often each word stands in the examples, by its letter."""
    counts: Counter[str] = Counter()
    for topic in lexicon.topics.values():
        examples = topic.examples
        for text in (*examples.present, *examples.absent, *examples.silent):
            counts.update(vocabulary.letters(cut(text)))
    return counts
