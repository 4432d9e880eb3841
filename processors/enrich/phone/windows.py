"""Which atoms of a run are phone numbers: every window of atoms that a numbering plan knows is weighed by how well it
stands apart from its neighbours, and the best ones that do not overlap are taken."""

from collections.abc import Iterator
from typing import NamedTuple

from processors.enrich.phone import gaps, plans
from processors.enrich.phone.run import Run

ENOUGH = 0.5  # weight of a window that is believed
_FEWEST = 7  # digits
_FEWEST_ABROAD = 10  # with the country code, where no plus says that it is one
_REACH = plans.LONGEST + 4  # atoms
_SURE = 0.6  # trust in a national number above which no country code is looked for in its digits
_COUNTED = "012345678910123456789"
_NORTH_AMERICAN = frozenset(
    [(3, 3, 4), (3, 7), (6, 4), (3, 4, 3), (3, 3, 2, 2), (5, 5), (3, 2, 2, 3), (4, 3, 4), (4, 7)]
)


class Window(NamedTuple):
    """Atoms `first` to `last` (inclusive) of a run, and the number they stand for."""

    first: int
    last: int
    number: plans.Number
    weight: float


def best_windows(run: Run, read: plans.Reader) -> list[Window]:
    """The phone numbers of a run, in order: the heaviest set of windows that do not overlap."""
    candidates = list(_windows(run, read))
    if not candidates:
        return []
    ending: dict[int, list[Window]] = {}
    for window in _cut(run, candidates):
        ending.setdefault(window.last, []).append(window)
    # Weighted interval scheduling: best[i] is (weight, last window, where to go on) for the first i atoms.
    best: list[tuple[float, Window | None, int]] = [(0.0, None, 0)]
    for last in range(len(run.atoms)):
        choices = [(best[one.first][0] + one.weight, one, one.first) for one in ending.get(last, ())]
        best.append(max([(best[last][0], None, last), *choices], key=lambda choice: choice[0]))
    found = []
    at = len(run.atoms)
    while at > 0:
        _, chosen, at = best[at]
        if chosen:
            found.append(chosen)
    return found[::-1]


def _windows(run: Run, read: plans.Reader) -> Iterator[Window]:
    """Every window that a plan knows, before it is weighed against its neighbours."""
    for first in range(len(run.atoms)):
        if _is_inside_row(run, first):
            continue
        for last, digits in _extents(run, first):
            if number := _number(run, first, last, digits, read):
                yield Window(first, last, number, number.trust + _standing(run, first, last, number))


def _is_inside_row(run: Run, first: int) -> bool:
    """Does a row of single digits just go on here, and for longer than a number has digits? Then, without a cue, no
    number starts here; texts that are full of digits cost little."""
    ahead = run.between[first + 1 : first + _REACH]
    return (
        run.sizes[first : first + _REACH].count(1) * 2 > _REACH
        and max(ahead) <= run.between[first] < gaps.WALL
        and not run.plus[first]
        and not run.before(first)[0]
    )


def _extents(run: Run, first: int) -> Iterator[tuple[int, str]]:
    """Where windows that start at an atom may end, and their digits."""
    digits, filler, fillers = run.atoms[first].digits, "", 0
    for last in range(first, len(run.atoms)):
        if last > first:
            if run.between[last] == gaps.WALL or run.plus[last]:
                break
            digits += run.atoms[last].digits
            if letters := run.fillers[last]:
                if filler and letters[0] != filler[0]:
                    break  # letters between digits must be the same one throughout
                filler, fillers = letters, fillers + 1
        if len(digits) > plans.LONGEST + 3:
            break
        if len(digits) >= _FEWEST and not (fillers == 1 and len(filler) == 1):  # "4x1x5", "415xx555", not "12x34"
            yield last, digits


def _number(run: Run, first: int, last: int, digits: str, read: plans.Reader) -> plans.Number | None:
    if run.plus[first]:
        return plans.international(digits)
    if _is_counting(digits, last - first + 1):
        return None
    here = read(digits)
    if here and here.trust >= _SURE:
        return here
    abroad = _without_plus(run.atoms[first].digits, digits, read)
    return abroad if abroad and (here is None or abroad.trust > here.trust) else here


def _without_plus(start: str, digits: str, read: plans.Reader) -> plans.Number | None:
    """A country code without its plus: "44 7700 900123". Believed where the code stands apart, or all is one block."""
    if (
        len(digits) < _FEWEST_ABROAD
        or 3 < len(start) < len(digits)
        or (1 < len(start) <= 3 and start != plans.calling_code(digits))
    ):
        return None
    number = plans.international(digits)
    return number._replace(trust=0.6 if number.region in read.regions else 0.4) if number else None


def _is_counting(digits: str, atoms: int) -> bool:
    """ "1 2 3 4 5 6 7 8 9 10", 0123456789, 5555555555: keyboard play. Grouped as numbers are, they may be meant."""
    if digits.count(digits[0]) == len(digits):
        return True
    return (atoms == 1 or atoms * 2 > len(digits)) and (digits in _COUNTED or digits in _COUNTED[::-1])


def _standing(run: Run, first: int, last: int, number: plans.Number) -> float:
    """What the window's own shape and its surroundings add to or take from the trust in a number."""
    has_cue, against = run.before(first)
    weight = 0.15 * has_cue
    if run.plus[first]:
        return weight
    weight -= against + run.after(last)
    if not _is_usual(run, first, last, number):
        widest = max(run.between[first + 1 : last + 1], default=gaps.GLUED)
        weight -= 0.45 if widest >= gaps.BROKEN else 0.36 if number.value.startswith("+1") else 0.15
    return weight - 0.25 * (len(number.value) < 11 and not has_cue)


def _is_usual(run: Run, first: int, last: int, number: plans.Number) -> bool:
    """Are the digits grouped the way people write numbers there, or one by one?"""
    sizes = _groups(run, first, last)
    if len(sizes) == 1 or sizes.count(1) * 2 > len(sizes):
        return True
    if any(atom.kind == "words" for atom in run.atoms[first : last + 1]):
        return True
    if number.value.startswith("+1"):
        return sizes in _NORTH_AMERICAN or (sizes[0] == 1 and sizes[1:] in _NORTH_AMERICAN)
    return len(sizes) <= 6 and min(sizes[1:]) > 1 and max(sizes[1:]) < 7


def _cut(run: Run, windows: list[Window]) -> Iterator[Window]:
    """The windows that are believed, less what they lose for ending where nothing separates them better than their own
    parts: unless the like of them begins there, as in a list of numbers."""
    shapes = [_shape(run, window) for window in windows]
    starts = {(window.first, shape) for window, shape in zip(windows, shapes, strict=True)}
    ends = {(window.last, shape) for window, shape in zip(windows, shapes, strict=True)}
    for window, shape in zip(windows, shapes, strict=True):
        widest = max(run.between[window.first + 1 : window.last + 1], default=gaps.GLUED)
        left = _is_cut(run, window.first, widest) and not (shape and (window.first - 1, shape) in ends)
        right = _is_cut(run, window.last + 1, widest) and not (shape and (window.last + 1, shape) in starts)
        weight = window.weight - 0.2 * (left + right)
        if weight >= ENOUGH:
            yield window._replace(weight=weight)


def _groups(run: Run, first: int, last: int) -> tuple[int, ...]:
    """How many digits stand together: "4l5" is three atoms and one group."""
    sizes = [run.sizes[first]]
    for index in range(first + 1, last + 1):
        if run.between[index] == gaps.GLUED:
            sizes[-1] += run.sizes[index]
        else:
            sizes.append(run.sizes[index])
    return tuple(sizes)


def _shape(run: Run, window: Window) -> tuple[str | None, tuple[int, ...]] | None:
    """The country and grouping of a window; None for digits one by one, which look alike everywhere."""
    sizes = _groups(run, window.first, window.last)
    return None if sizes.count(1) * 2 > len(sizes) else (window.number.region, sizes)


def _is_cut(run: Run, index: int, widest: int) -> bool:
    """Does nothing separate the atoms around this boundary better than a window's own parts? Words beside digits are
    apart."""
    boundary = run.between[index]
    if boundary > widest or boundary == gaps.WALL:
        return False
    return boundary == gaps.GLUED or (run.atoms[index - 1].kind == "words") == (run.atoms[index].kind == "words")
