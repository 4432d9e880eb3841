"""How many persons an ad offers: "2 girls", "three friends", "deux masseuses". Persons that are sought do not count."""

import re
from collections.abc import Iterator

from processors.enrich.passage import Found, Passage
from processors.enrich.phone.pieces import VALUES
from processors.enrich.signs import END, START, sign
from processors.enrich.tables import table, words
from processors.enrich.trie import any_of
from schemas.mention import MentionKind

_TABLE = table("persons")
_NOUNS = frozenset(words(_TABLE["nouns"]))
_COUNTS: dict[str, int] = _TABLE["counts"]  # forms that stand before persons only
_PAIRS = frozenset(words(_TABLE["pairs"]))  # one word that says two
_BEFORE = re.compile(
    r"(?P<count>(?<![\w.,:/$€£+-])[1-9]\d?|(?<![^\W_])[^\W\d_]{1,14}(?:'[^\W\d_]{1,4})?)"
    rf"(?:\s(?:{any_of(words(_TABLE['adjectives']))}),?){{0,3}}\s$"
)
_NOUN = re.compile(rf"(?:{any_of(_NOUNS)})(?![^\W_])")
_COUNTED = sign(
    rf"{START}(?:\d\d?|{any_of([*_COUNTS, *VALUES])})(?:\s(?:{any_of(words(_TABLE['adjectives']))}),?){{0,3}}"
    rf"\s{any_of(_NOUNS)}{END}"
)
_PAIR = re.compile(rf"(?:{any_of(_PAIRS)})(?![^\W_])")
_SOUGHT = re.compile(rf"(?<![^\W_])(?:{any_of(words(_TABLE['sought']))})(?![^\W_])[^.!?\n]{{0,24}}$")
_MOST = 20
_REACH = 60


def detect(passage: Passage) -> Iterator[Found]:
    """The numbers of persons in a passage, from two on."""
    lower = passage.lower
    if _COUNTED in passage.signs:
        for noun in _NOUN.finditer(lower):
            counted = _BEFORE.search(lower, max(0, noun.start() - _REACH), noun.start())
            count = _count(counted["count"], passage.language) if counted else 0
            if counted and 2 <= count <= _MOST and not _is_sought(lower, counted.start()):
                yield _found(count, counted.start(), noun.end())
    if not passage.words.isdisjoint(_PAIRS):
        for pair in _PAIR.finditer(lower):
            if not lower[pair.start() - 1 : pair.start()].isalnum() and not _is_sought(lower, pair.start()):
                yield _found(2, *pair.span())


def _count(written: str, language: str | None) -> int:
    if written.isdecimal():
        return int(written)
    values = VALUES.get(written, {})
    return _COUNTS.get(written) or values.get(language or "", values.get("en", 0))


def _is_sought(lower: str, start: int) -> bool:
    return bool(_SOUGHT.search(lower, max(0, start - _REACH), start))


def _found(count: int, start: int, end: int) -> Found:
    return Found(MentionKind.PERSONS, str(count), start, end, "persons", None, 0.8)
