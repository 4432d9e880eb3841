"""First names that are hardly anything else, and titles that stand before a name."""

import re
import unicodedata
from functools import lru_cache

from processors.enrich.tables import table, words

_TABLE = table("names")
TITLES = frozenset(title.rstrip(".") for title in words(_TABLE["titles"]))
_FIRST_NAMES = frozenset(_TABLE["first_names"].split())
_LONGEST = 2 * max(map(len, _FIRST_NAMES))  # letters, with marks written apart; no longer word is remembered
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_first_name(word: str) -> bool:
    """Is this word a listed first name, with or without its accents?"""
    return len(word) <= _LONGEST and _is_listed(word)


@lru_cache(maxsize=50_000)  # some 5 MB
def _is_listed(word: str) -> bool:
    small = word.lower()
    if small in _FIRST_NAMES or small.isascii():
        return small in _FIRST_NAMES
    return _MARKS.sub("", unicodedata.normalize("NFD", small)) in _FIRST_NAMES


def names_someone(text: str) -> bool:
    """Does one of these words, however many they are, belong to a person: a first name or a title?"""
    spaced = (word.strip('.,:"') for word in text.lower().split())
    return not TITLES.isdisjoint(spaced) or any(map(is_first_name, _LETTERS.findall(text)))
