"""Where phrases stand in several ads at once: the ads are one array of numbers, a number a word, and each step is taken
for all places of all ads together.

The phrases are a tree, a branch a word. From each place of the text one goes down as far as the words there lead:
linear in the length of the text, for phrases have few words.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]

_MASK = (1 << 16) - 1  # of the quick look whether there may be a branch at all


class Standing(NamedTuple):
    """Phrases by their number, and where each begins and ends."""

    phrases: Numbers
    starts: Numbers
    ends: Numbers


class Tree:
    """Phrases as a tree; `numbers` are those of their letters, from 1 on."""

    def __init__(self, phrases: Iterable[str], numbers: Mapping[str, int]) -> None:
        nodes, words = {"": 0}, len(numbers) + 1
        last: list[int] = []
        branches: list[int] = []
        for phrase in phrases:
            node = 0
            for length, letter in enumerate(phrase, 1):
                path = phrase[:length]
                if path not in nodes:
                    nodes[path] = len(nodes)
                    branches.append(node * words + numbers[letter])
                node = nodes[path]
            last.append(node)
        self._words = words
        keys = np.array(branches, np.intp)
        order = keys.argsort()
        self._branches, self._nodes = keys[order], order + 1  # the branch that was made first leads to node 1
        self._first = np.zeros(words, np.intp)  # nodes by the first word; 0 is none
        from_root = keys < words
        self._first[keys[from_root]] = from_root.nonzero()[0] + 1
        self._phrases = np.full(len(nodes), -1, np.intp)  # which phrase ends at a node; -1 is none
        self._phrases[np.array(last, np.intp)] = np.arange(len(last))
        self._likely = np.zeros(_MASK + 1, np.bool_)
        self._likely[self._branches & _MASK] = True

    def find(self, text: Numbers) -> Standing:
        """Every phrase at every place, also where they overlap. `text` ends with a word that no phrase has."""
        nodes = self._first[text]
        starts = nodes.nonzero()[0]
        nodes, ends = nodes[starts], starts + 1
        found: list[Standing] = []
        while True:
            phrases = self._phrases[nodes]
            whole = phrases >= 0
            found.append(Standing(phrases[whole], starts[whole], ends[whole]))
            branches = nodes * self._words + text[ends]
            likely = self._likely[branches & _MASK].nonzero()[0]
            branches = branches[likely]
            at = np.minimum(self._branches.searchsorted(branches), self._branches.size - 1)
            right = self._branches[at] == branches
            on = likely[right]
            if not on.size:
                return Standing(*map(np.concatenate, zip(*found, strict=True)))
            nodes, starts, ends = self._nodes[at[right]], starts[on], ends[on] + 1
