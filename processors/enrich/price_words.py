"""Amounts of money that are spelled out before a currency: "two hundred euros", "две тысячи рублей", "ألف ريال"."""

import re
from collections.abc import Iterator

from processors.enrich import money
from processors.enrich.passage import Passage, places
from processors.enrich.signs import sign
from processors.enrich.spelled import numbered, said_before, speaks_numbers
from processors.enrich.tables import words
from processors.enrich.trie import any_of

_THOUSANDS = frozenset(words(money.TABLE["thousands"]))
_IN_WORDS = sign(numbered(any_of(money.NAMES), _THOUSANDS))
_CURRENCY = re.compile(rf"{money.CURRENCY}(?![^\W_])")  # "ريال قطري", of which only the first is a name by itself
_LEAST = 5  # "one pound" is more often a weight or a saying
_MOST = 1_000_000


def spelled_amounts(passage: Passage) -> Iterator[tuple[int, int, int, str]]:
    """Start, end, amount and the currency as written."""
    if _IN_WORDS not in passage.signs:
        return
    if not speaks_numbers(passage.words, passage.language) and passage.words.isdisjoint(_THOUSANDS):
        return
    for currency in passage.words & money.NAMES:
        for start, end in places(passage.lower, currency):
            said = said_before(passage.lower, start, passage.language, _THOUSANDS)
            if said and _LEAST <= said[0] < _MOST:
                whole = _CURRENCY.match(passage.lower, start)
                yield said[1], whole.end() if whole else end, said[0], whole[0] if whole else currency
