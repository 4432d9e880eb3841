"""How well a window of atoms stands: its grouping, what is around it, and what separates it from its neighbours."""

from collections.abc import Iterator
from typing import NamedTuple

from processors.enrich.phone import gaps, plans
from processors.enrich.phone.run import Run

ENOUGH = 0.5  # weight of a window that is believed
_NORTH_AMERICAN = frozenset(
    [(3, 3, 4), (3, 7), (6, 4), (3, 4, 3), (3, 3, 2, 2), (5, 5), (3, 2, 2, 3), (4, 3, 4), (4, 7)]
)
_CUT = 0.2  # lost at an end where nothing separates the window better than its own parts
_ROW_CUT = 0.3  # the same, in a row of single digits
_HALF_CUT = 0.1  # the same, but by another sign than stands between its own parts


class Window(NamedTuple):
    """Atoms `first` to `last` (inclusive) of a run, and the number they stand for."""

    first: int
    last: int
    number: plans.Number
    weight: float


def standing(run: Run, first: int, last: int, number: plans.Number) -> float:
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


def cut(run: Run, windows: list[Window]) -> Iterator[Window]:
    """The windows that are believed after they lost for ends where nothing separates them; unless the like of them
    begins there, as in a list of numbers."""
    if len(windows) == 1:  # as most are: there is none to be like
        shapes: list[tuple[str | None, tuple[int, ...]] | None] = [None]
    else:
        shapes = [_shape(run, window) for window in windows]
    starts = {(window.first, shape) for window, shape in zip(windows, shapes, strict=True)}
    ends = {(window.last, shape) for window, shape in zip(windows, shapes, strict=True)}
    for window, shape in zip(windows, shapes, strict=True):
        weight = window.weight
        if not (shape and (window.first - 1, shape) in ends):
            weight -= _loss(run, window, window.first)
        if not (shape and (window.last + 1, shape) in starts):
            weight -= _loss(run, window, window.last + 1)
        if weight >= ENOUGH:
            yield window._replace(weight=weight)


def _loss(run: Run, window: Window, index: int) -> float:
    """What the boundary before atom `index` costs the window that starts or ends there."""
    first, last = window.first, window.last + 1
    boundary = run.between[index]
    if boundary == gaps.WALL or boundary > max(run.between[first + 1 : last], default=gaps.GLUED):
        return 0.0
    kinds = {atom.kind == "words" for atom in run.atoms[first:last]}
    outside = run.atoms[index - 1 if index == first else index]
    if len(kinds) == 1 and (outside.kind == "words") not in kinds and boundary != gaps.GLUED:
        return 0.0  # words beside digits are apart
    if run.signs[index] not in run.signs[first + 1 : last] and boundary != gaps.GLUED:
        return _HALF_CUT
    return _ROW_CUT if run.sizes[index - 1] == run.sizes[index] == 1 else _CUT


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


def _groups(run: Run, first: int, last: int) -> tuple[int, ...]:
    """How many digits stand together: "4l5" is three atoms and one group."""
    if gaps.GLUED not in run.between[first + 1 : last + 1]:
        return run.sizes[first : last + 1]
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
