"""Leaving out small cells, and the cells that would tell them: disclosure control for tables of counts.

A cell is small when fewer than k advertisers stand behind it, however many ads these have. Where what is left out could
be worked out from a total, the smallest of the other cells is left out as well, until at least two are and together
they stand for k or more.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

K = 10  # the least that is allowed
Name = TypeVar("Name", bound=Hashable)


class Cell(NamedTuple):
    """How many ads, and how many advertisers stand behind them."""

    ads: int
    advertisers: int


def line(cells: Mapping[Name, Cell], k: int = K, hidden: Iterable[Name] = ()) -> set[Name]:
    """What is to be left out of cells whose total is known; `hidden` are left out for other reasons already."""
    out = set(hidden) | {name for name, cell in cells.items() if cell.advertisers < k}
    while out and len(out) < len(cells) and not _safe([cells[name] for name in out], k):
        rest = [name for name in cells if name not in out]
        out.add(min(rest, key=lambda name: (cells[name].advertisers, str(name))))
    return out


def cross(cells: Mapping[tuple[str, str], Cell], rows: set[str], columns: set[str], k: int = K) -> set[tuple[str, str]]:
    """What is to be left out of a table whose rows and columns have published totals. `rows` and `columns` are those
    whose total is left out itself: none of their cells may stay, for they would tell it."""
    out = {at for at in cells if at[0] in rows or at[1] in columns}
    while True:
        before = len(out)
        for axis in (0, 1):
            for name in sorted({at[axis] for at in cells}):
                part = {at: cell for at, cell in cells.items() if at[axis] == name}
                out |= line(part, k, out & part.keys())
        if len(out) == before:
            return out


def _safe(left_out: list[Cell], k: int) -> bool:
    return len(left_out) > 1 and sum(cell.advertisers for cell in left_out) >= k
