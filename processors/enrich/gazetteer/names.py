"""Names of places as they are compared."""

import re
import unicodedata
from collections.abc import Iterator

LATIN = "\u024f"  # letters of other scripts come after it
LONGEST = 5  # words of a name
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]{4,}")
_CASES = {ending: others.split() for ending, others in {
    "ів": "ова ові ову", "ия": "ии ию ией", "ія": "ії ію", "а": "у ы е и і ой ою", "я": "ю и е і ей", "ь": "и ю я е і",
    "й": "я ю е",
}.items()}  # fmt: skip


def key(name: str) -> list[str]:
    """The words of a name as they are compared: lower case, without marks on Latin letters, digits and signs."""
    small = name.lower()
    if small.isalpha() and (small.isascii() or small[0] > LATIN):
        return [small]  # most
    return [fold(word) for word in _WORD.findall(small)]


def fold(word: str) -> str:
    """A word in lower case without the marks of Latin letters."""
    if word.isascii() or word[0] > LATIN:
        return word
    return _MARKS.sub("", unicodedata.normalize("NFD", word))


def inflected(name: str) -> Iterator[str]:
    """The cases of a Cyrillic name, as they stand after "in", "from" and "to": Москва is Москве, Москвы, Москву."""
    if not _CYRILLIC.fullmatch(name):
        return
    for size in (2, 1):
        if others := _CASES.get(name[-size:]):
            yield from (name[:-size] + other for other in others)
            return
    if name[-1] not in "оеуиыэюё":
        yield from (name + other for other in ("а", "у", "е", "ом"))
