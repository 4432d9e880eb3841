"""What the gazetteer says of words and names, remembered: each look into it costs as much as a hundred words."""

from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from processors.enrich import gazetteer
from processors.enrich.gazetteer import Entry
from processors.enrich.tables import table, words
from processors.remembered import Remembered

FIRST_NAMES = frozenset(table("names")["first_names"].split())
LONGEST_WORD = 40  # letters; a longer one is in no name, and is not remembered
EVERYDAY = frozenset(gazetteer.fold(word) for word in words(table("places")["everyday"]))
_LARGE = 300_000  # people
_NO_WORDS: frozenset[str] = frozenset()
fold = lru_cache(maxsize=50_000)(gazetteer.fold)  # some 10 MB

is_name = Remembered(lambda name: name in gazetteer.gazetteer(), 50_000, 5 * LONGEST_WORD)  # some 5 MB


class Begin(NamedTuple):
    """What the gazetteer says of a word that a name may begin with."""

    name: str  # the word as it is written there
    is_name: bool  # by itself
    is_everyday: bool
    longest: int  # words of the longest name
    seconds: Set[str]  # the second words of names


class Known(NamedTuple):
    """What the gazetteer says of a name."""

    entries: Sequence[Entry]
    own: Sequence[Entry]  # those whose own name it is, or all
    people: float  # in the largest of them
    elsewhere: float  # in the largest that has this name in another language
    is_everyday: bool
    is_sure: bool  # nobody is called like this


@lru_cache(maxsize=20_000)  # some 10 MB
def known(name: str) -> Known:
    """A name, as the gazetteer writes it."""
    entries, people, elsewhere = gazetteer.gazetteer().find(name)
    own = [one for one in entries if not one.is_other_name]
    first, _, more = name.partition(" ")
    is_everyday = EVERYDAY.issuperset(name.split()) and not (more and people >= _LARGE)
    return Known(entries, own or entries, people, elsewhere, is_everyday, bool(more) and first not in FIRST_NAMES)


# Words with which no name begins, as nearly all: asked first, all words of a text at once. Full, it begins anew.
PLAIN: set[str] = set()
_MEMORY = 100_000  # words: some 10 MB
_begins: dict[str, Begin] = {}  # the others; as many at most as the gazetteer has, in a few ways of writing


def begins(words: frozenset[str]) -> dict[str, Begin]:
    """Those of the words, in lower case, that a name begins with."""
    found: dict[str, Begin] = {}
    for word in words - PLAIN:
        if begin := _begins.get(word) or _begin(word):
            found[word] = begin
    return found


def _begin(word: str) -> Begin | None:
    """What the gazetteer says of a word that is new; it is kept."""
    if len(word) > LONGEST_WORD:
        return None
    name = fold(word)
    start = gazetteer.gazetteer().starts(name)
    if start and (start.is_name or start.seconds):
        begin = _begins[word] = Begin(name, start.is_name, name in EVERYDAY, start.longest, start.seconds or _NO_WORDS)
        return begin
    if len(PLAIN) >= _MEMORY:
        PLAIN.clear()
    PLAIN.add(word)
    return None
