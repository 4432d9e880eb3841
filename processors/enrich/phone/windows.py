"""Which atoms of a run are phone numbers: every window of atoms that a numbering plan knows is weighed by how well it
stands apart from its neighbours, and the best ones that do not overlap are taken."""

from collections.abc import Iterator

from processors.enrich.phone import gaps, plans
from processors.enrich.phone.run import Run
from processors.enrich.phone.standing import Window, cut, standing

_FEWEST = 7  # digits
_FEWEST_ABROAD = 10  # with the country code, where no plus says that it is one
_REACH = plans.LONGEST + 4  # atoms
_SURE = 0.6  # trust in a national number above which no country code is looked for in its digits
_COUNTED = "012345678910123456789"


def best_windows(run: Run, read: plans.Reader) -> list[Window]:
    """The phone numbers of a run, in order: the heaviest set of windows that do not overlap."""
    candidates = list(_windows(run, read))
    if not candidates:
        return []
    believed = list(cut(run, candidates))
    return believed if len(believed) < 2 else _heaviest(run, believed)


def _heaviest(run: Run, windows: list[Window]) -> list[Window]:
    ending: dict[int, list[Window]] = {}
    for window in windows:
        ending.setdefault(window.last, []).append(window)
    # Weighted interval scheduling: best[i] is (weight, last window, where to go on) for the first i atoms.
    best: list[tuple[float, Window | None, int]] = [(0.0, None, 0)]
    for last in range(len(run.atoms)):
        choices = [(best[one.first][0] + one.weight, one, one.first) for one in ending.get(last, ())]
        best.append(max([(best[last][0], None, last), *choices], key=lambda choice: (choice[0], -choice[2])))
    found = []
    at = len(run.atoms)
    while at > 0:
        _, chosen, at = best[at]
        if chosen:
            found.append(chosen)
    return found[::-1]


def _windows(run: Run, read: plans.Reader) -> Iterator[Window]:
    """Every window that a plan knows, before it is weighed against its neighbours."""
    has_row = run.sizes.count(1) * 2 > _REACH
    left = sum(run.sizes)
    for first, size in enumerate(run.sizes):
        if left < _FEWEST:
            return
        left -= size
        if has_row and _is_inside_row(run, first):
            continue
        for last, digits in _extents(run, first):
            if number := _number(run, first, last, digits, read):
                yield Window(first, last, number, number.trust + standing(run, first, last, number))


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
    atoms, between, plus = run.atoms, run.between, run.plus
    digits, filler, fillers = atoms[first].digits, "", 0
    for last in range(first, len(atoms)):
        if last > first:
            if between[last] == gaps.WALL or plus[last]:
                break
            digits += atoms[last].digits
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
