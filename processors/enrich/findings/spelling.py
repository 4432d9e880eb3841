"""The ways in which a phrase of a word list may be spelled in an ad."""

import unicodedata
from itertools import product

from processors.catalogue.lexicon import Lexicon


class Speller:
    """Spells phrases of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._alike = {word: group for group in lexicon.swaps for word in group}

    def __call__(self, phrase: str) -> set[str]:
        """The phrase, lower case, with all equal words in each place, with and without accents.

        Words are equal where a word list says so: what holds for "woman" holds for "man", by construction.
        """
        phrase = phrase.lower()
        written = {phrase}
        if not self._alike.keys().isdisjoint(phrase.split()):
            written |= self._swapped(phrase)
        return written if all(map(str.isascii, written)) else written | set(map(_folded, written))

    def _swapped(self, phrase: str) -> set[str]:
        words = (self._alike.get(word, (word,)) for word in phrase.split())
        return {" ".join(chosen) for chosen in product(*words)}


def _folded(text: str) -> str:
    """Without accents, as people type on foreign keyboards. Cyrillic short i and yo lose theirs too."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))
