"""In which parts of a text a phone number may stand."""

import re

from processors.enrich.phone import number_words
from processors.enrich.phone.pieces import VALUES

MAX_WORDY_GAP = 28  # characters between two digits of a number, if there are letters among them
_EVERYDAY = VALUES.keys() & number_words.EVERYDAY
_SPOKEN = VALUES.keys() - number_words.EVERYDAY
_FEWEST_SPOKEN = 3  # different words in a number that is spelled out
_GLUED = 11  # letters: a longer word may be several number words
_CLUSTER = re.compile(rf"[0-9](?:[^0-9]{{0,{MAX_WORDY_GAP}}}[0-9]){{3,}}")  # the others may be letters or words
_AROUND = 40  # characters around digits in which number words may go with them


def zones(text: str, words: frozenset[str]) -> list[tuple[int, int]]:
    """Where to look: everywhere if numbers are spelled out in `words`, else around digits near each other."""
    if _is_spelled_out(words) or max(map(len, words), default=0) > _GLUED:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        start = text.rfind(" ", 0, max(0, cluster.start() - _AROUND)) + 1
        end = text.find(" ", cluster.end() + _AROUND)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end if end >= 0 else len(text)))
    return found


def _is_spelled_out(words: frozenset[str]) -> bool:
    """May a whole number be spelled out? "Two" and "six" alone are in many a text."""
    spoken = len(words & _SPOKEN)
    return spoken >= 2 or spoken + len(words & _EVERYDAY) >= _FEWEST_SPOKEN
