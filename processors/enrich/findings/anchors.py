"""The anchors of one language's terms, found in several ads at once.

An anchor stands in many ads, a word that must be near it in few. Asked for in one array of all ads, what stands alone
costs no object.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from processors.enrich.findings.standing import Numbers, Standing, Tree
from processors.enrich.findings.vocabulary import ENDS, QUOTES

T = TypeVar("T")
TOGETHER = 1 << 15  # letters, more than 128 usual ads have: as many anchors as fit take 100 MB
Truths = NDArray[np.bool_]


class Anchor(NamedTuple, Generic[T]):
    """What a phrase leads to. Of the words before and behind, one must stand within reach in its sentence; none are
    named where nothing follows, or an entity."""

    to: T
    before: frozenset[str] = frozenset()
    back: int = 0  # tokens
    behind: frozenset[str] = frozenset()
    ahead: int = 0  # tokens


class Line(NamedTuple, Generic[T]):
    """One ad, a letter a word: see `vocabulary`."""

    letters: str
    ends: list[int]  # of sentences; the last is the line's own
    quotes: list[int]  # marks
    found: list[tuple[T, int, int]]  # what a phrase leads to, its first token, and one past the last; by the last


class Anchors(Generic[T]):
    """Phrases, and the anchors of each. `letters` are all that a line may hold but those that are in no phrase."""

    def __init__(self, anchors: Mapping[str, Sequence[Anchor[T]]], letters: Sequence[str]) -> None:
        numbers = {letter: number for number, letter in enumerate(letters, 1)}
        self._numbers = np.zeros(1 << 16, np.intp)
        self._numbers[[ord(letter) for letter in letters]] = np.arange(1, len(letters) + 1)
        self._tree = Tree(anchors, numbers)
        rows = {anchor: row for row, anchor in enumerate(dict.fromkeys(chain.from_iterable(anchors.values())))}
        self._rows = np.array([rows[anchor] for led in anchors.values() for anchor in led], np.intp)
        self._counts = np.array([len(led) for led in anchors.values()], np.intp)
        self._firsts = np.cumsum(self._counts) - self._counts
        self._to = [anchor.to for anchor in rows]
        self._back = np.array([anchor.back for anchor in rows], np.intp)
        self._ahead = np.array([anchor.ahead for anchor in rows], np.intp)
        self._before = _Words([anchor.before for anchor in rows], numbers)
        self._behind = _Words([anchor.behind for anchor in rows], numbers)
        self._ends, self._quotes = (_Words([letters], numbers) for letters in (ENDS, QUOTES))

    def find(self, lines: Iterable[str]) -> list[Line[T]]:
        """The lines with what stands in them."""
        return list(chain.from_iterable(map(self._find, _groups(lines))))

    def _find(self, lines: Sequence[str]) -> Iterable[Line[T]]:
        joined = "".join([f"{line}\n" for line in lines]) + "\n"  # two at the end: no place is without an end behind it
        text = self._numbers[np.frombuffer(joined.encode("utf-16-le"), "<u2")]
        begins = np.cumsum([0, *[len(line) + 1 for line in lines]])
        ends, quotes = (words.are(0, text).nonzero()[0] for words in (self._ends, self._quotes))
        rows, starts, stops = self._likely(text, ends, self._tree.find(text))
        owners = begins.searchsorted(starts, side="right") - 1
        firsts = begins[owners]
        found: list[list[tuple[T, int, int]]] = [[] for _ in lines]
        to = self._to
        for owner, row, start, stop in np.stack((owners, rows, starts - firsts, stops - firsts), 1).tolist():
            found[owner].append((to[row], start, stop))
        return map(Line, lines, _apart(ends, begins), _apart(quotes, begins), found)

    def _likely(self, text: Numbers, ends: Numbers, standing: Standing) -> tuple[Numbers, Numbers, Numbers]:
        """The anchors, by row, start and end, that have near them what they need."""
        which, number = _spread(self._counts[standing.phrases])
        rows = self._rows[self._firsts[standing.phrases][which] + number]
        starts, stops = standing.starts[which], standing.ends[which]
        past = np.minimum(stops + self._ahead[rows], ends[ends.searchsorted(stops)] + 1)
        near = self._behind.between(rows, stops, past, text)
        rows, starts, stops = rows[near], starts[near], stops[near]
        first = np.maximum(starts - self._back[rows], np.append(0, ends + 1)[ends.searchsorted(starts)])
        near = self._before.between(rows, first, starts, text)
        rows, starts, stops = rows[near], starts[near], stops[near]
        order = np.lexsort((starts, stops))
        return rows[order], starts[order], stops[order]


class _Words:
    """Sets of words, by row."""

    def __init__(self, sets: Sequence[Set[str]], numbers: Mapping[str, int]) -> None:
        distinct = {some: number for number, some in enumerate(dict.fromkeys(sets))}
        self._sets = np.array([distinct[some] for some in sets], np.intp)
        self._has = np.zeros((len(distinct), len(numbers) + 1), np.bool_)
        for some, number in distinct.items():
            self._has[number, [numbers[word] for word in some]] = True
        self._asks = np.array([bool(some) for some in sets], np.bool_)

    def are(self, rows: Numbers | int, words: Numbers) -> Truths:
        """Is each word in the set of its row?"""
        truths: Truths = self._has[self._sets[rows], words]
        return truths

    def between(self, rows: Numbers, starts: Numbers, ends: Numbers, text: Numbers) -> Truths:
        """Has each slice of the text a word of the set of its row, if that has any?"""
        near: Truths = ~self._asks[rows]
        asking = (~near).nonzero()[0]
        which, number = _spread(np.maximum(ends - starts, 0)[asking])
        which = asking[which]
        near[which[self.are(rows[which], text[starts[which] + number])]] = True
        return near


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in order, as many at a time as are not too long."""
    group: list[str] = []
    length = 0
    for line in lines:
        if group and length + len(line) > TOGETHER:
            yield group
            group, length = [], 0
        group.append(line)
        length += len(line)
    if group:
        yield group


def _spread(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For each of all that are counted: which count it is of, and its number there."""
    which = np.repeat(np.arange(counts.size), counts)
    return which, np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts)


def _apart(places: Numbers, begins: Numbers) -> list[list[int]]:
    """Places in the text of all lines as places in each."""
    bounds = places.searchsorted(begins)
    owners = np.repeat(np.arange(begins.size - 1), np.diff(bounds))
    local = (places[: owners.size] - begins[owners]).tolist()
    return [local[start:end] for start, end in pairwise(bounds.tolist())]
