"""A run of atoms in its text: what separates them, and what stands around each."""

import re
from collections.abc import Sequence
from itertools import pairwise

from processors.enrich.phone import gaps
from processors.enrich.phone.compose import Atom

_CUE_REACH = 32  # characters before a number in which "call" counts
_LABEL_REACH = 24
_MONEY_REACH = 12
_PLUS = re.compile(r"(?:^|[^\w+])(?:\+|plus |más |плюс )[\s(]{0,2}$")
_MAYBE_PLUS = re.compile(r"\+|plus |más |плюс ")
_MAYBE_WALL = re.compile("[./:a-z-]")  # every match of NOT_PHONES has one of these, or stands behind one
_LETTER = re.compile(r"[^\W\d_\u0e00-\U0010ffff]")  # of a script that puts spaces between words


class Run:
    """A run and its surroundings. What depends on one place is worked out once, however many windows start there."""

    def __init__(self, atoms: Sequence[Atom], lower: str) -> None:
        self.atoms = atoms
        self.lower = lower
        inner = [lower[one.end : two.start] for one, two in pairwise(atoms)]
        self.between = [gaps.WALL, *map(gaps.strength, inner), gaps.WALL]  # before each atom, and after the last
        self.signs = ["", *inner, ""]  # the very characters before each atom, and after the last
        self.fillers = ["", *map(gaps.filler, inner)]  # letters before each atom that only fill
        self.sizes = tuple([len(atom.digits) for atom in atoms])
        self.plus = [False] * len(atoms)
        start, end = atoms[0].start, atoms[-1].end
        if _MAYBE_PLUS.search(lower, max(0, start - 7), end):
            self.plus = [bool(_PLUS.search(lower, max(0, atom.start - 7), atom.start)) for atom in atoms]
        if _MAYBE_WALL.search(lower, max(0, start - 1), end):
            self._wall_off()
        self._before: dict[int, tuple[bool, float]] = {}
        self._after: dict[int, float] = {}

    def before(self, first: int) -> tuple[bool, float]:
        """Does something before this atom announce a phone number, and how much does the rest speak against one?"""
        if first not in self._before:
            start = self.atoms[first].start
            near = max(0, start - _CUE_REACH)
            is_other = bool(gaps.OTHER_NUMBER.search(self.lower, near, start))
            has_cue = not is_other and bool(gaps.CUE.search(self.lower, near, start))
            against = 0.5 * bool(gaps.MONEY_BEFORE.search(self.lower, max(0, start - _MONEY_REACH), start))
            if not has_cue:
                against += 0.5 * (is_other or self.is_labelled(start)) or 0.25 * self.is_labelled(self.atoms[0].start)
            against += (0.15 if has_cue else 0.4) * self.touches_letter(start - 1)  # "text4155550123" or "x4155550123"?
            self._before[first] = (has_cue, against)
        return self._before[first]

    def after(self, last: int) -> float:
        """How much what follows this atom speaks against a phone number that ends with it."""
        if last not in self._after:
            end = self.atoms[last].end
            is_amount = self.sizes[last] < 5 and bool(gaps.UNIT_AFTER.match(self.lower, end))
            self._after[last] = 0.4 * is_amount + 0.2 * self.touches_letter(end)
        return self._after[last]

    def is_labelled(self, start: int) -> bool:
        """Does a word that announces another kind of number ("ref", "VAT") stand before this place?"""
        return bool(gaps.LABEL.search(self.lower, max(0, start - _LABEL_REACH), start))

    def touches_letter(self, index: int) -> bool:
        """Is there a letter at this place of the text?"""
        return index >= 0 and bool(_LETTER.match(self.lower, index))

    def _wall_off(self) -> None:
        """No number reaches into a date, a time, coordinates."""
        index = 0
        for match in gaps.NOT_PHONES.finditer(self.lower, self.atoms[0].start, self.atoms[-1].end):
            while index < len(self.atoms) and self.atoms[index].start < match.end():
                if self.atoms[index].end > match.start():
                    self.between[index] = self.between[index + 1] = gaps.WALL
                index += 1
