"""Small cells are gone, and nobody can work them out."""

import random
from itertools import product

import pytest

from adwatch.report.suppress import Cell, cross, line


def cells(**counts: int) -> dict[str, Cell]:
    """As many ads as advertisers."""
    return {name: Cell(count, count) for name, count in counts.items()}


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ({"a": 30, "b": 20}, set()),
        ({"a": 30, "b": 10}, set()),
        ({"a": 30, "b": 20, "c": 9}, {"c", "b"}),  # b: the total less a and b would tell c
        ({"a": 30, "b": 20, "c": 3, "d": 4}, {"b", "c", "d"}),  # c and d together are fewer than ten
        ({"a": 30, "b": 20, "c": 6, "d": 4}, {"c", "d"}),
        ({"a": 9}, {"a"}),
        ({"a": 30, "b": 1}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_a_line_with_a_total(counts: dict[str, int], out: set[str]) -> None:
    assert line(cells(**counts)) == out


def test_many_ads_of_one_advertiser_are_a_small_cell() -> None:
    assert line({"a": Cell(500, 1), "b": Cell(40, 40), "c": Cell(20, 20)}) == {"a", "c"}


def test_no_cell_of_a_row_stays_whose_total_is_gone() -> None:
    table = {("x", "A"): Cell(15, 15), ("x", "B"): Cell(12, 12), ("y", "A"): Cell(50, 50), ("y", "B"): Cell(50, 50)}
    assert cross(table, rows={"x"}, columns=set()) >= {("x", "A"), ("x", "B")}


@pytest.mark.parametrize("seed", range(40))
def test_in_any_table_each_row_and_column_hides_two_or_more_that_stand_for_ten(seed: int) -> None:
    chance = random.Random(seed)
    names = ("abcde"[: chance.randint(2, 5)], "ABCD"[: chance.randint(2, 4)])
    table = {at: Cell(count, count) for at in product(*names) if (count := chance.choice((0, 3, 8, 12, 40, 200)))}
    out = cross(table, rows=set(), columns=set())
    assert {at for at, cell in table.items() if cell.advertisers < 10} <= out
    for axis in (0, 1):
        for name in names[axis]:
            part = [at for at in table if at[axis] == name]
            hidden = [table[at] for at in part if at in out]
            whole = len(hidden) == len(part)
            assert not hidden or whole or (len(hidden) > 1 and sum(cell.advertisers for cell in hidden) >= 10)
