"""How words of word lists and of ads are made comparable, and the ways in which a phrase may be spelled."""

import re
import unicodedata
from functools import lru_cache
from itertools import product

from processors.catalogue.lexicon import Lexicon

# The prefixes of Arabic that are words of their own elsewhere: "and", the article, "with the", "for the". A word of two
# letters or fewer is never what remains.
_PREFIXES = re.compile("^و?(?:[بكف]?ال|لل)?و?(?=[\u0621-\u064a]{3})")
_ARABIC = re.compile("[\u0621-\u064a]")
_ONE_LETTER = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})


class Speller:
    """Spells phrases of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._alike = {word: group for group in lexicon.swaps for word in group}

    def __call__(self, phrase: str) -> set[str]:
        """The phrase, lower case, with all equal words in each place.

        Words are equal where a word list says so: what holds for "woman" holds for "man", by construction.
        """
        phrase = phrase.lower()
        if self._alike.keys().isdisjoint(phrase.split()):
            return {phrase}
        words = (self._alike.get(word, (word,)) for word in phrase.split())
        return {" ".join(chosen) for chosen in product(*words)} | {phrase}


def comparable(words: list[str]) -> list[str]:
    """The tokens of an ad, or of a phrase, as they are compared."""
    return [word if word.isascii() else folded(word) for word in words]


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """Without accents, as people type on foreign keyboards; Arabic also without the prefixes that stand for words."""
    decomposed = unicodedata.normalize("NFD", word)
    plain = unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return _PREFIXES.sub("", plain.translate(_ONE_LETTER)) if _ARABIC.search(plain) else plain
