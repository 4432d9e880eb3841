"""Charts as pictures: what they leave out, and what they must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adwatch.charts.table import shares, table

needs = st.lists(st.floats(min_value=10, max_value=400), min_size=1, max_size=12)


@given(needs, st.floats(min_value=100, max_value=2000))
def test_columns_fill_the_table_and_only_the_widest_give_way(wanted: list[float], width: float) -> None:
    given_ = shares(wanted, width)
    assert sum(given_) == pytest.approx(width)
    cut = [share for share, need in zip(given_, wanted, strict=True) if share < need - 1e-6]
    if cut:
        assert max(given_) == pytest.approx(min(cut)) == pytest.approx(max(cut))


def test_a_short_cell_is_whole_beside_long_ones() -> None:
    drawn = table(["band", "title", "actor"], [["medium", "words " * 12, "a-" + "0" * 40]], 400, 60)
    assert ">medium<" in drawn
    assert drawn.count("…") == 2
