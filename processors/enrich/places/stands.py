"""Where names of the gazetteer stand in a text."""

import re
from itertools import pairwise

from processors.enrich.passage import Passage
from processors.enrich.places.names import LONGEST_WORD, Begin, begins, fold, is_name

_NEXT = re.compile(r"[ \-'.]{1,2}([^\W\d_]+)")


def stands(passage: Passage) -> list[tuple[int, int, Begin]]:
    """Where words stand by themselves that the name of a place may begin with here, in order."""
    lower = passage.lower
    found = []
    for word, begin in _likely(passage).items():
        start = lower.find(word)
        while start >= 0:
            end = start + len(word)
            if not (start and lower[start - 1].isalpha()) and not lower[end : end + 1].isalpha():
                found.append((start, end, begin))
            start = lower.find(word, end)
    found.sort()
    return found


def names(lower: str, begin: Begin, end: int) -> list[tuple[str, int]]:
    """The names that begin with a word that ends at `end`, and where they end, the longest last."""
    name = begin.name
    found = [(name, end)] if begin.is_name else []
    for count in range(begin.longest - 1):
        following = _NEXT.match(lower, end)
        if not following or len(following[1]) > LONGEST_WORD:
            break
        word, end = fold(following[1]), following.end()
        if count == 0 and word not in begin.seconds:
            break
        name = f"{name} {word}"
        if is_name[name]:
            found.append((name, end))
    return found


def _likely(passage: Passage) -> dict[str, Begin]:
    """Words of the text that a name may begin with, and does not only look like it: an everyday word without a capital
    letter is none, a first word without its second neither."""
    found = begins(passage.words)
    text, likely, firsts = passage.text, set(), {}
    for word, (name, is_alone, is_everyday, _, seconds) in found.items():
        if is_alone and not (is_everyday and not _is_written_large(name, text)):
            likely.add(name)
        elif seconds:
            firsts[word] = seconds
    for first, second in pairwise(passage.spoken) if firsts else ():
        if first in firsts and (second if second.isascii() else _written(second)) in firsts[first]:
            likely.add(found[first].name)
    return {word: begin for word, begin in found.items() if begin.name in likely}


def _written(word: str) -> str:
    """A word as the gazetteer writes it."""
    return word if len(word) > LONGEST_WORD else fold(word)


def _is_written_large(word: str, text: str) -> bool:
    """Does an everyday word have a capital letter somewhere? Else it is no town."""
    return word.capitalize() in text or word.upper() in text or not word.isascii()
