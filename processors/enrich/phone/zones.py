"""In which parts of a text a phone number may stand."""

import re
from collections.abc import Sequence

from processors.enrich.phone import number_words
from processors.enrich.phone.pieces import NONE, VALUES, room

MAX_WORDY_GAP = 28  # characters between two digits of a number, if there are letters among them
_VALUES = frozenset(VALUES)
_SPOKEN = _VALUES - number_words.EVERYDAY
_FEWEST_SPOKEN = 3  # different words in a number that is spelled out
_FEWEST_SAID = 4  # digits that words in a row may say; with fewer, other digits stand near each other beside them
_GLUED = 11  # letters: a longer word may be several number words
_CLUSTER = re.compile(rf"[0-9](?:[^0-9]{{0,{MAX_WORDY_GAP}}}[0-9]){{3,}}")  # the others may be letters or words
_APOSTROPHE = re.compile("'[яюєї]")  # Ukrainian writes "п'ять", which is two of the words
_AROUND = 40  # characters around digits in which number words may go with them


def zones(text: str, words: frozenset[str], spoken: Sequence[str]) -> list[tuple[int, int]]:
    """Where to look: everywhere if numbers are spelled out in `spoken`, else around digits near each other. `words` are
    the different ones of `spoken`, the words of the text."""
    if _has_glued(words) or (_may_be_spelled_out(words) and (_is_said(spoken) or _APOSTROPHE.search(text))):
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for cluster in _CLUSTER.finditer(text):
        start = text.rfind(" ", 0, max(0, cluster.start() - _AROUND)) + 1
        end = text.find(" ", cluster.end() + _AROUND)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end if end >= 0 else len(text)))
    return found


def _may_be_spelled_out(words: frozenset[str]) -> bool:
    """Are there number words for a whole number? "Two" and "six" alone are in many a text."""
    values = words & _VALUES
    return len(values) >= _FEWEST_SPOKEN or (len(values) > 1 and _SPOKEN.issuperset(values))


def _is_said(spoken: Sequence[str]) -> bool:
    """Do some of the words follow each other and say enough digits?"""
    total = 0
    for more in map(room.__getitem__, spoken):
        if more == NONE:
            total = 0
        else:
            total += more
            if total >= _FEWEST_SAID:
                return True
    return False


def _has_glued(words: frozenset[str]) -> bool:
    """May one of the words be several number words?"""
    long = [word for word in words if len(word) > _GLUED]
    return any(room[word] != NONE for word in long)
