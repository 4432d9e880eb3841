"""A text while it is being normalised: replacements keep the way back to the original."""

import re
from collections.abc import Callable, Iterable, Sequence

from processors.enrich.reading import Edit, Normal

# What a match becomes and how it had been written; style None: ordinary spelling, not reported. None: leave it.
Replace = Callable[[re.Match[str]], tuple[str, str | None] | None]
Change = tuple[int, int, str, str | None]


class Draft:
    """Text, offsets and what was undone so far. Offsets stay ranges, and so cost nothing, until lengths change."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original
        self._starts: Sequence[int] = range(len(original))
        self._ends: Sequence[int] = range(1, len(original) + 1)
        self._edits: list[Edit] = []

    def substitute(self, pattern: re.Pattern[str], replace: Replace) -> None:
        """Replace every match of `pattern` in the text so far."""
        self.replace(
            (match.start(), match.end(), *new) for match in pattern.finditer(self.text) if (new := replace(match))
        )

    def translate(self, pattern: re.Pattern[str], table: dict[str, str]) -> None:
        """Replace single characters by single characters, without reporting it."""
        self.text = pattern.sub(lambda match: table[match[0]], self.text)

    def normal(self) -> Normal:
        """The finished text."""
        changes: dict[str, int] = {}
        for edit in self._edits:
            changes[edit.style] = changes.get(edit.style, 0) + 1
        edits = tuple(sorted(self._edits, key=lambda edit: (edit.start, edit.end, edit.style)))
        return Normal(self.original, self.text, self._starts, self._ends, changes, edits)

    def replace(self, changes: Iterable[Change]) -> None:
        """Replace slices (start, end, new text, style) of the text so far, given in order."""
        pieces: list[str] = []
        done = 0
        resized: list[tuple[int, int, int]] = []
        for start, end, new, style in changes:
            pieces += (self.text[done:start], new)
            done = end
            if len(new) != end - start:  # else letter for letter: the offsets stay
                resized.append((start, end, len(new)))
            if style:
                self._edits.append(Edit(self._starts[start], self._ends[end - 1], style))
        if done:
            self.text = "".join(pieces) + self.text[done:]
        if resized:
            self._resize(resized)

    def _resize(self, slices: list[tuple[int, int, int]]) -> None:
        """Each slice (start, end) got a new length; its characters all stand for the whole slice."""
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, length in slices:
            starts += self._starts[done:start]
            ends += self._ends[done:start]
            if length:
                starts += [self._starts[start]] * length
                ends += [self._ends[end - 1]] * length
            done = end
        self._starts = [*starts, *self._starts[done:]]
        self._ends = [*ends, *self._ends[done:]]
