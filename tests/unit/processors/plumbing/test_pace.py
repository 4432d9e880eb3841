"""A slow stage works on fewer records at once, so that it can end within the time it promises."""

import pytest

from processors.plumbing.pace import FIRST, Pace


@pytest.mark.parametrize(
    ("took", "then"),
    [
        ([], FIRST),
        ([(100, 0.05)], 200),  # quick: twice as many, and no more
        ([(100, 0.05), (200, 0.1), (400, 0.2)], 500),  # never more than a poll gives
        ([(100, 20.0)], 10),
        ([(100, 500.0)], 1),  # one is worked on, however long it takes
        ([(100, 20.0), (10, 0.1)], 20),
        ([(0, 3.0)], FIRST),  # nothing done says nothing
    ],
)
def test_pieces(took: list[tuple[int, float]], then: int) -> None:
    pace = Pace(500)
    for records, seconds in took:
        pace.took(records, seconds)
    assert pace.records == then
