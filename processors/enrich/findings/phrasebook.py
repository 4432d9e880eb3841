"""The phrases of one language's lists, written out: all that is needed of them while they are compiled.

A phrase with a beginning in it, `паспорт*`, is written out with every entry that begins so.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from itertools import chain, product

from processors.catalogue.lexicon import Lexicon
from processors.enrich.findings.spelling import folded
from processors.enrich.findings.vocabulary import REST, Vocabulary
from processors.enrich.tokens import split

Words = tuple[str, ...]
LAST = chr(0x10FFFF)  # sorts behind every letter


class Phrasebook:
    """The phrases of the lists, and the vocabulary of their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        spelled = _spelled(lexicon)
        entries = {token for some in spelled.values() for words in some for token in words}
        self.vocabulary = Vocabulary(entries)
        self._fitting = _fitting(sorted(entries))
        self._beginnings = frozenset(self._fitting)
        self._lettered = {phrase: self._in_letters(some) for phrase, some in spelled.items()}

    def phrases(self, written: Iterable[str]) -> set[str]:
        """Some phrases of the lists, a letter for each entry."""
        return set(chain.from_iterable([self._lettered[phrase] for phrase in written]))

    def _in_letters(self, spelled: Iterable[Words]) -> list[str]:
        letter_of = self.vocabulary.letter_of
        return ["".join([letter_of[token] for token in one]) for words in spelled for one in self._written_out(words)]

    def _written_out(self, words: Words) -> Iterable[Words]:
        if self._beginnings.isdisjoint(words):
            return (words,)
        return product(*(self._fitting.get(token, (token,)) for token in words))


def cut(phrase: str) -> Words:
    """The words of a phrase, comparable."""
    if REST not in phrase:
        return tuple(map(folded, split(phrase)))
    tokens: list[str] = []
    for token in split(phrase):
        if token == REST and tokens:
            tokens[-1] += token
        else:
            tokens.append(folded(token))
    return tuple(tokens)


def _spelled(lexicon: Lexicon) -> dict[str, set[Words]]:
    """Each phrase with its spellings. Words are equal where a list says so: what holds for "woman" holds for "man", by
    construction."""
    alike = {word: group for group in lexicon.swaps for word in group}
    swapped = frozenset(alike)
    known = cache(cut)  # words recur
    spelled: dict[str, set[Words]] = {}
    for phrase in _written(lexicon):
        words = phrase.lower().split()
        choices = product(*(alike.get(word, (word,)) for word in words)) if swapped & {*words} else (words,)
        spelled[phrase] = {tuple(chain.from_iterable(map(known, chosen))) for chosen in choices}
    return spelled


def _fitting(entries: list[str]) -> dict[str, Words]:
    """Each beginning with all that begin so. Of what is sorted, these stand together."""
    fitting: dict[str, Words] = {}
    for entry in entries:
        if entry.endswith(REST):
            beginning = entry.removesuffix(REST)
            first, past = bisect_left(entries, beginning), bisect_left(entries, beginning + LAST)
            fitting[entry] = tuple(entries[first:past])
    return fitting


def _written(lexicon: Lexicon) -> dict[str, None]:
    """Every phrase once: terms share their word groups."""
    topics = lexicon.topics.values()
    atoms = {atom for one in topics for term in (*one.terms, *one.against, *one.unless) for atom in term.atoms}
    guards = (getattr(lexicon.guards, guard.name) for guard in fields(lexicon.guards))
    return dict.fromkeys(chain(*guards, *(atom.phrases for atom in atoms)))
