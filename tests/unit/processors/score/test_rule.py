"""The published rule of a dimension, and our bands."""

import pytest

from processors.score.rule import band, is_positive
from schemas.score import Band

S, M, W = 3, 2, 1

# fmt: off
DIMENSIONS = [
    # two strong
    ([S, S], True), ([S], False),
    # one strong and one other
    ([S, M], True), ([S, W], True),
    # three medium
    ([M, M, M], True), ([M, M], False), ([M], False),
    # two medium and one weak
    ([M, M, W], True), ([M, W, W], False), ([M, W], False),
    # weak ones alone never
    ([W, W, W, W, W], False), ([], False),
]
BANDS = [
    # nothing, one finding, or weak ones: low
    ([], Band.LOW), ([[S]], Band.LOW), ([[M]], Band.LOW), ([[W, W, W, W]], Band.LOW), ([[W], [W], [W], [W]], Band.LOW),
    ([[M, M]], Band.LOW), ([[M], [M]], Band.LOW), ([[M, W], [M, W]], Band.LOW),
    # one filled dimension, or enough spread
    ([[S, W]], Band.MEDIUM), ([[M, M, W]], Band.MEDIUM), ([[M], [M], [M]], Band.MEDIUM), ([[S], [M]], Band.MEDIUM),
    ([[S, S], [M]], Band.MEDIUM), ([[M, M, M], [W], [W]], Band.MEDIUM), ([[S], [W], [W], [W]], Band.LOW),
    # two filled dimensions, or one and two more that are not weak
    ([[S, W], [S, W]], Band.HIGH), ([[M, M, W], [S, M]], Band.HIGH), ([[S, W], [M], [M]], Band.HIGH),
    ([[S, W], [M], [W]], Band.MEDIUM),
]
# fmt: on


@pytest.mark.parametrize(("levels", "positive"), DIMENSIONS)
def test_a_dimension_is_filled(levels: list[int], positive: bool) -> None:
    assert is_positive(levels) is positive


@pytest.mark.parametrize(("dimensions", "expected"), BANDS)
def test_a_band_follows_from_dimensions(dimensions: list[list[int]], expected: Band) -> None:
    assert band(dimensions) is expected


@pytest.mark.parametrize("level", [S, M, W])
def test_one_finding_alone_never_leaves_the_low_band(level: int) -> None:
    assert band([[level]]) is Band.LOW


def test_one_more_finding_never_lowers_a_band() -> None:
    order = [Band.LOW, Band.MEDIUM, Band.HIGH]
    for dimensions, _ in BANDS:
        for more in (S, M, W):
            for place in range(len(dimensions)):
                longer = [levels + [more] * (number == place) for number, levels in enumerate(dimensions)]
                assert order.index(band(longer)) >= order.index(band(dimensions))
