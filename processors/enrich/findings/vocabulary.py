"""The words of one language's lists, and how a word of an ad is looked up among them.

A word list may give the beginning of a word, `паспорт*`, and mean all words that begin so. Every word of an ad becomes
one entry: the very word if a list has it, else the longest beginning that fits. A phrase with a beginning in it is
written out with every entry that begins so. Each entry has a letter of its own: an ad is a string of one letter a word,
a phrase is a piece of such a string, and finding phrases is finding text in text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import product

from processors.catalogue.lexicon import Lexicon
from processors.enrich.findings.spelling import folded
from processors.enrich.tokens import split

# Signs are their own letters.
ENDS = frozenset((".", "!", "?", ";", "|", "•", "·", "\n", "؟", "؛"))  # of a sentence, as far as a guard reaches
QUOTES = frozenset(('"', "“", "”", "„", "«", "»"))
COMMAS = frozenset((",", "،"))
UNKNOWN = " "  # the letter of all words that no list knows
FIRST_LETTER = 0x3400  # of the letters for entries: from here on is room for 41,000 without a sign among them
REST = "*"  # stands for any rest of a word
KEPT = 1 << 16  # words of ads whose letters are remembered, some 8 MB


class Vocabulary:
    """The words of one language's lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._alike = {word: group for group in lexicon.swaps for word in group}
        entries = {token for phrase in _written(lexicon) for one in self._swapped(phrase) for token in cut(one)}
        self._beginnings = {entry for entry in entries if entry.endswith(REST)}
        self._words = entries - self._beginnings
        self._longest = max(map(len, self._beginnings), default=0)
        self._fitting = {one: self._all_that_begin(one.removesuffix(REST)) for one in self._beginnings}
        self._letters = {entry: chr(letter) for letter, entry in enumerate(sorted(entries), FIRST_LETTER)}
        self._letters |= {sign: sign for sign in ENDS | QUOTES | COMMAS}
        self.letter = _Known(lambda word: self._letters.get(self._entry(word), UNKNOWN)).__getitem__

    def letters(self, words: Iterable[str]) -> list[str]:
        """The letter of each of an ad's words, which are in lower case."""
        return list(map(self.letter, words))

    def phrases(self, written: Iterable[str]) -> set[str]:
        """Some phrases of a word list, written out in entries, a letter for each.

        Words are equal where a word list says so: what holds for "woman" holds for "man", by construction.
        """
        spelled = {cut(one) for phrase in written for one in self._swapped(phrase)}
        return {"".join(map(self._letters.__getitem__, one)) for phrase in spelled for one in self._written_out(phrase)}

    def _entry(self, word: str) -> str:
        word = folded(word)
        if word not in self._words:
            for end in range(min(len(word), self._longest), 1, -1):
                if (beginning := word[:end] + REST) in self._beginnings:
                    return beginning
        return word

    def _written_out(self, phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
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


class _Known(dict[str, str]):
    """Words of ads with their letters; begins anew when full: twice as fast as a cache that keeps an order."""

    def __init__(self, letter: Callable[[str], str]) -> None:
        super().__init__()
        self._letter = letter

    def __missing__(self, word: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        letter = self[word] = self._letter(word)
        return letter


def cut(phrase: str) -> tuple[str, ...]:
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
