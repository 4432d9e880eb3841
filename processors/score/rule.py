"""The combination rule of the ILO/EC Delphi survey of 2009, and the review band that follows from it.

The rule for a dimension is published; the bands are our own and deliberately coarse. No single finding, however
strong, fills a dimension, and none gives a band above low.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from processors.score.ledger import Ledger, Mark, Side
from schemas.score import Band

STRONG, MEDIUM = 3, 2
MIN_FOR_HIGH = 3  # findings that count


def is_positive(levels: Sequence[int]) -> bool:
    """Is a dimension filled by findings of these strengths (3 strong, 2 medium, 1 weak)?

    Two strong; or one strong and one other; or three medium; or two medium and one weak.
    """
    strong = sum(level == STRONG for level in levels)
    medium = sum(level == MEDIUM for level in levels)
    weak = len(levels) - strong - medium
    return (strong >= 1 and len(levels) >= 2) or medium >= 3 or (medium >= 2 and weak >= 1)


class Filling(NamedTuple):
    """What the band of an ad takes from one dimension."""

    positive: bool
    firm: bool  # a medium or strong finding
    strong: bool
    findings: int


def band(dimensions: Sequence[Sequence[int]]) -> Band:
    """The band of an ad whose dimensions hold findings of these strengths.

    high     two filled dimensions; or one, and a medium or strong finding in two others; three findings at least
    medium   one filled dimension; or medium or strong findings in three dimensions; or in two, one of them strong
    low      anything else
    """
    return _band(map(_filling, dimensions))


def by_dimension(ledger: Ledger) -> Band:
    """The band by this rule."""
    return _band(map(_filling_of, ledger))


def _band(dimensions: Iterable[Filling]) -> Band:
    filled = spread = findings = 0
    strong = False
    for one in dimensions:
        filled, spread, findings = filled + one.positive, spread + one.firm, findings + one.findings
        strong = strong or one.strong
    if findings >= MIN_FOR_HIGH and (filled >= 2 or (filled == 1 and spread >= 3)):
        return Band.HIGH
    if filled or spread >= 3 or (spread == 2 and strong):
        return Band.MEDIUM
    return Band.LOW


def _filling(levels: Sequence[int]) -> Filling:
    strongest = max(levels, default=0)
    return Filling(is_positive(levels), strongest >= MEDIUM, strongest == STRONG, len(levels))


@lru_cache(4096)
def _filling_of(side: Side) -> Filling:
    """Sides recur: of the ledgers that are tried for one ad, each differs from the next in one."""
    return _filling(side.levels)


def own_weight(mark: Mark) -> float:
    """What a finding contributes to the order inside a band: the weight the catalogue gives its indicator."""
    return mark.weight
