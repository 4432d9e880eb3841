"""How words are made comparable: without accents, and without what Arabic writes together with a word."""

import re
import unicodedata
from functools import lru_cache

# The prefixes of Arabic that are words of their own elsewhere: "and", the article, "with the", "for the". A word of two
# letters or fewer is never what remains.
_PREFIXES = re.compile("^و?(?:[بكف]?ال|لل)?و?(?=[\u0621-\u064a]{3})")
_ARABIC = re.compile("[\u0621-\u064a]")
_ONE_LETTER = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})
LONGEST = 40  # letters of a word that is remembered: an ad may be one word as long as an ad


def folded(word: str) -> str:
    """A lower-case word without accents, as people type on foreign keyboards, and without Arabic prefixes."""
    if word.isascii():
        return word
    return _remembered(word) if len(word) <= LONGEST else _folded(word)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    plain = unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return _PREFIXES.sub("", plain.translate(_ONE_LETTER)) if _ARABIC.search(plain) else plain


_remembered = lru_cache(maxsize=1 << 16)(_folded)
