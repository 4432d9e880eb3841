"""Parts of terms, as token hashes that can be held against an ad."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from processors.catalogue.lexicon import Lexicon
from processors.catalogue.terms import Atom
from processors.enrich.findings.spelling import Speller
from processors.enrich.tokens import split, vocab

Phrase = list[int]  # spaCy's hashes of the lower-case tokens
RARER = 0.2  # how much rarer a phrase is than its rarest word, for each word more; a guess is enough


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One part of a term: phrases, also by their first and last token; or an entity."""

    phrases: tuple[Phrase, ...] = ()
    by_first: dict[int, list[Phrase]] = field(default_factory=dict)
    by_last: dict[int, list[Phrase]] = field(default_factory=dict)
    firsts: frozenset[int] = frozenset()  # the keys of `by_first`: to say no quickly
    lasts: frozenset[int] = frozenset()
    entity: str | None = None


class Press:
    """Makes pieces for one language; equal parts of different terms become one piece."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.hashes: dict[str, int] = {}  # of every token of the phrases made so far
        self._spell = Speller(lexicon)
        self._pieces: dict[Atom, Piece] = {}
        self._common = _counts(lexicon)

    def piece(self, atom: Atom) -> Piece:
        """The piece for an atom."""
        if atom not in self._pieces:
            self._pieces[atom] = self._make(atom)
        return self._pieces[atom]

    def phrases(self, written: Iterable[str]) -> list[Phrase]:
        """All spellings of some phrases."""
        spelled = sorted({one for phrase in written for one in self._spell(phrase)})
        return [[self._hash(token) for token in split(one)] for one in spelled]

    def _hash(self, token: str) -> int:
        if token not in self.hashes:
            self.hashes[token] = vocab().strings.add(token)
        return self.hashes[token]

    def commonness(self, piece: Piece) -> float:
        """How often one of the piece's phrases is to be expected in an ad, judged by the lexicon's own examples."""
        if piece.entity:
            return float("inf")
        return sum(
            min(self._common[token] for token in phrase) * RARER ** (len(phrase) - 1) for phrase in piece.phrases
        )

    def _make(self, atom: Atom) -> Piece:
        phrases = sorted(self.phrases(atom.phrases), key=len, reverse=True)
        by_first: dict[int, list[Phrase]] = {}
        by_last: dict[int, list[Phrase]] = {}
        for phrase in phrases:
            by_first.setdefault(phrase[0], []).append(phrase)
            by_last.setdefault(phrase[-1], []).append(phrase)
        return Piece(tuple(phrases), by_first, by_last, frozenset(by_first), frozenset(by_last), atom.entity)


def _counts(lexicon: Lexicon) -> Counter[int]:
    """How often each token stands in the examples."""
    strings = vocab().strings
    counts: Counter[int] = Counter()
    for topic in lexicon.topics.values():
        examples = topic.examples
        for text in (*examples.present, *examples.absent, *examples.silent):
            counts.update(strings.add(token) for token in split(text))
    return counts
