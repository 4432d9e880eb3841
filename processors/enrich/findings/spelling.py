"""How words are made comparable: without accents, and without what Arabic writes together with a word."""

import re
import unicodedata
from functools import lru_cache

# The prefixes of Arabic that are words of their own elsewhere: "and", the article, "with the", "for the". A word of two
# letters or fewer is never what remains.
_PREFIXES = re.compile("^و?(?:[بكف]?ال|لل)?و?(?=[\u0621-\u064a]{3})")
_ARABIC = re.compile("[\u0621-\u064a]")
_ONE_LETTER = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A lower-case word without accents, as people type on foreign keyboards, and without Arabic prefixes."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    plain = unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return _PREFIXES.sub("", plain.translate(_ONE_LETTER)) if _ARABIC.search(plain) else plain
