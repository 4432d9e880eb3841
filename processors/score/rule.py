"""The combination rule of the ILO/EC Delphi survey of 2009, and the review band that follows from it.

The rule for a dimension is published; the bands are our own and deliberately coarse. No single finding, however
strong, fills a dimension, and none gives a band above low.
"""

from collections.abc import Sequence

from processors.score.ledger import Ledger, Mark
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


def band(dimensions: Sequence[Sequence[int]]) -> Band:
    """The band of an ad whose dimensions hold findings of these strengths.

    high     two filled dimensions; or one, and a medium or strong finding in two others; three findings at least
    medium   one filled dimension; or medium or strong findings in three dimensions; or in two, one of them strong
    low      anything else
    """
    filled = sum(map(is_positive, dimensions))
    spread = sum(any(level >= MEDIUM for level in levels) for levels in dimensions)
    strong = any(level == STRONG for levels in dimensions for level in levels)
    findings = sum(map(len, dimensions))
    if findings >= MIN_FOR_HIGH and (filled >= 2 or (filled == 1 and spread >= 3)):
        return Band.HIGH
    if filled or spread >= 3 or (spread == 2 and strong):
        return Band.MEDIUM
    return Band.LOW


def by_dimension(ledger: Ledger) -> Band:
    """The band by this rule."""
    return band([side.levels for side in ledger])


def own_weight(mark: Mark) -> float:
    """What a finding contributes to the order inside a band: the weight the catalogue gives its indicator."""
    return mark.weight
