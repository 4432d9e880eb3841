"""Which atoms of a run are phone numbers: every window of atoms that a numbering plan knows is weighed by how well it
stands apart from its neighbours, and the best ones that do not overlap are taken."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from processors.enrich.phone import gaps, plans
from processors.enrich.phone.compose import Atom

ENOUGH = 0.5  # weight of a window that is believed
_FEWEST = 7  # digits
_NORTH_AMERICAN = frozenset([(3, 3, 4), (3, 7), (6, 4), (3, 4, 3), (3, 3, 2, 2), (5, 5), (3, 2, 2, 3)])
_CUE_REACH = 32  # characters before a number in which "call" counts
_LABEL_REACH = 24
_PLUS = re.compile(r"(?:^|[^\w+])(?:\+|plus |más |плюс )[\s(]{0,2}$")


_LETTER = re.compile(r"[^\W\d_\u0e00-\U0010ffff]")  # of a script that puts spaces between words


class Window(NamedTuple):
    """Atoms `first` to `last` (inclusive) of a run, and the number they stand for."""

    first: int
    last: int
    number: plans.Number
    weight: float


class Run:
    """A run of atoms in its text, with what separates them."""

    def __init__(self, atoms: Sequence[Atom], lower: str, regions: tuple[str, ...], hinted: bool) -> None:
        self.atoms = atoms
        self.lower = lower
        self.regions = regions  # countries that a number may belong to, the likeliest first
        self.hinted = hinted  # the first one is where the source says the ad is
        self.plus = [bool(_PLUS.search(lower, max(0, atom.start - 7), atom.start)) for atom in atoms]
        inner = (gaps.strength(lower[one.end : two.start]) for one, two in pairwise(atoms))
        self.between = [gaps.WALL, *inner, gaps.WALL]  # before each atom, and after the last
        self._wall_off()

    def _wall_off(self) -> None:
        """No number reaches into a date, a time, coordinates."""
        index = 0
        for match in gaps.NOT_PHONES.finditer(self.lower, self.atoms[0].start, self.atoms[-1].end):
            while index < len(self.atoms) and self.atoms[index].start < match.end():
                if self.atoms[index].end > match.start():
                    self.between[index] = self.between[index + 1] = gaps.WALL
                index += 1


def best_windows(run: Run) -> list[Window]:
    """The phone numbers of a run, in order: the heaviest set of windows that do not overlap."""
    ending: dict[int, list[Window]] = {}
    for window in _windows(run):
        ending.setdefault(window.last, []).append(window)
    # Weighted interval scheduling: best[i] is (weight, last window, where to go on) for the first i atoms.
    best: list[tuple[float, Window | None, int]] = [(0.0, None, 0)]
    for last in range(len(run.atoms) if ending else 0):
        choices = [(best[one.first][0] + one.weight, one, one.first) for one in ending.get(last, ())]
        best.append(max([(best[last][0], None, last), *choices], key=lambda choice: choice[0]))
    found = []
    at = len(best) - 1
    while at > 0:
        _, window, at = best[at]
        if window:
            found.append(window)
    return found[::-1]


def _windows(run: Run) -> Iterator[Window]:
    for first, atom in enumerate(run.atoms):
        digits = atom.digits
        for last in range(first, len(run.atoms)):
            if last > first:
                if run.between[last] == gaps.WALL or run.plus[last]:
                    break
                digits += run.atoms[last].digits
            if len(digits) > plans.LONGEST + 3:
                break
            if len(digits) >= _FEWEST and (number := _number(run, first, digits)):
                weight = number.trust + _standing(run, first, last, number)
                if weight >= ENOUGH:
                    yield Window(first, last, number, weight)


def _number(run: Run, first: int, digits: str) -> plans.Number | None:
    if run.plus[first]:
        return plans.international(digits)
    return plans.national(digits, run.regions, run.hinted) or _without_plus(run, first, digits)


def _without_plus(run: Run, first: int, digits: str) -> plans.Number | None:
    """A country code without its plus: "44 7700 900123". Believed where the code stands apart, or all is one block."""
    start = run.atoms[first].digits
    code = plans.calling_code(digits)
    if not code or (start not in (code, digits) and len(start) > 1):
        return None
    number = plans.international(digits)
    return number._replace(trust=0.6 if number.region in run.regions else 0.4) if number else None


def _standing(run: Run, first: int, last: int, number: plans.Number) -> float:
    """What the surroundings add to or take from the trust in a number."""
    atoms, between = run.atoms[first : last + 1], run.between[first + 1 : last + 1]
    widest = max(between, default=gaps.GLUED)
    start, end = atoms[0].start, atoms[-1].end
    before = run.lower[max(0, start - _CUE_REACH) : start]
    has_cue = bool(gaps.CUE.search(before))
    certain = run.plus[first]
    weight = 0.15 if has_cue else 0.0
    weight -= 0.2 * (
        _is_cut(run, first, run.between[first], widest) + _is_cut(run, last + 1, run.between[last + 1], widest)
    )
    if not certain:
        weight -= 0.15 * (not _is_usual(atoms, number))
        weight -= 0.3 * (widest >= gaps.BROKEN and not _is_usual(atoms, number))
        weight -= 0.25 * (len(number.value) < 11 and not has_cue)
        weight -= 0.5 * bool(gaps.MONEY_BEFORE.search(before[-12:]))
        weight -= 0.4 * (len(atoms[-1].digits) < 5 and bool(gaps.UNIT_AFTER.match(run.lower, end)))
        weight -= 0.5 * (not has_cue and bool(gaps.LABEL.search(before[-_LABEL_REACH:])))
    weight -= 0.4 * bool(_LETTER.match(run.lower, start - 1) if start else None)
    weight -= 0.2 * (not certain and bool(_LETTER.match(run.lower, end)))
    return weight if _is_filled_evenly(run.lower, atoms) else -1.0


def _is_cut(run: Run, index: int, boundary: int, widest: int) -> bool:
    """Does the window end where nothing separates it better than its own parts? Words beside digits are apart."""
    if boundary > widest or boundary == gaps.WALL:
        return False
    return boundary == gaps.GLUED or (run.atoms[index - 1].kind == "words") == (run.atoms[index].kind == "words")


def _is_usual(atoms: Sequence[Atom], number: plans.Number) -> bool:
    """Are the digits grouped the way people write numbers there, or one by one?"""
    sizes = tuple(len(atom.digits) for atom in atoms)
    if (
        len(sizes) == 1
        or sum(size == 1 for size in sizes) * 2 > len(sizes)
        or any(atom.kind == "words" for atom in atoms)
    ):
        return True
    if number.value.startswith("+1"):
        return sizes in _NORTH_AMERICAN or (sizes[0] == 1 and sizes[1:] in _NORTH_AMERICAN)
    return len(sizes) <= 6 and all(2 <= size <= 6 for size in sizes[1:])


def _is_filled_evenly(lower: str, atoms: Sequence[Atom]) -> bool:
    """Letters between digits must be the same ones throughout, and more than one: "4x1x5", not "12x34"."""
    fillers = [filler for one, two in pairwise(atoms) if (filler := gaps.filler(lower[one.end : two.start]))]
    return len({filler[0] for filler in fillers}) <= 1 and (len(fillers) != 1 or len(fillers[0]) > 1)
