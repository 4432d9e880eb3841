"""The words of one language's lists, and how a word of an ad is looked up among them.

A word list may give the beginning of a word, `паспорт*`, and mean all words that begin so. Every word of an ad becomes
one entry: the very word if a list has it, else the longest beginning that fits. A phrase with a beginning in it is
written out with every entry that begins so; after that, comparing words is comparing strings.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import product

from processors.catalogue.lexicon import Lexicon
from processors.enrich.findings.phrases import Phrase
from processors.enrich.findings.spelling import folded
from processors.enrich.tokens import split

REST = "*"  # stands for any rest of a word
KEPT = 1 << 16  # words of ads whose entries are remembered


class Vocabulary:
    """The words of one language's lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._alike = {word: group for group in lexicon.swaps for word in group}
        entries = {token for phrase in _written(lexicon) for one in self._swapped(phrase) for token in cut(one)}
        self._beginnings = {entry for entry in entries if entry.endswith(REST)}
        self._words = entries - self._beginnings
        self._longest = max(map(len, self._beginnings), default=0)
        self._fitting = {one: self._all_that_begin(one.removesuffix(REST)) for one in self._beginnings}
        self.entry = lru_cache(maxsize=KEPT)(self._entry)

    def entries(self, words: list[str]) -> list[str]:
        """The entries of an ad's words, in lower case; a word that no list knows is its own."""
        return list(map(self.entry, words))

    def phrases(self, written: Iterable[str]) -> set[Phrase]:
        """Some phrases of a word list, written out in entries.

        Words are equal where a word list says so: what holds for "woman" holds for "man", by construction.
        """
        spelled = {cut(one) for phrase in written for one in self._swapped(phrase)}
        return {one for phrase in spelled for one in self._written_out(phrase)}

    def _entry(self, word: str) -> str:
        word = folded(word)
        if word not in self._words:
            for end in range(min(len(word), self._longest), 1, -1):
                if (beginning := word[:end] + REST) in self._beginnings:
                    return beginning
        return word

    def _written_out(self, phrase: Phrase) -> Iterator[Phrase]:
        if self._beginnings.isdisjoint(phrase):
            return iter((phrase,))
        return product(*(self._fitting.get(token, (token,)) for token in phrase))

    def _all_that_begin(self, beginning: str) -> tuple[str, ...]:
        return tuple(sorted(one for one in self._words | self._beginnings if one.startswith(beginning)))

    def _swapped(self, phrase: str) -> set[str]:
        phrase = phrase.lower()
        if self._alike.keys().isdisjoint(phrase.split()):
            return {phrase}
        words = (self._alike.get(word, (word,)) for word in phrase.split())
        return {" ".join(chosen) for chosen in product(*words)}


def cut(phrase: str) -> Phrase:
    """The words of a phrase, comparable."""
    tokens: list[str] = []
    for token in split(phrase):
        if token == REST and tokens:
            tokens[-1] += token
        else:
            tokens.append(folded(token))
    return tuple(tokens)


def _written(lexicon: Lexicon) -> Iterator[str]:
    for guard in fields(lexicon.guards):
        yield from getattr(lexicon.guards, guard.name)
    for topic in lexicon.topics.values():
        for term in (*topic.terms, *topic.against, *topic.unless):
            for atom in term.atoms:
                yield from atom.phrases
