"""An ordinal scorer: findings are put in order and compared with a ladder; nothing is added up.

A finding's rank is its strength, one step lower when nobody ever measured or weighed the sign. Ranks say which of two
findings is the stronger and not by how much, so nothing else is asked of them.
"""

from processors.catalogue.records import Grade
from processors.score.ledger import Ledger, Mark, standing
from schemas.score import Band

UNMEASURED = {Grade.LISTED, Grade.DESIGN}
# The strongest finding, the second, the third ...: an ad reaches a rung when each of its findings reaches that step.
LADDER = (
    (Band.HIGH, ((3, 2, 2), (3, 2, 1, 1), (2, 2, 2, 2))),
    (Band.MEDIUM, ((3, 1), (2, 2), (2, 1, 1))),
)


def rank(mark: Mark) -> int:
    """The place of a finding on the scale 1 to 3."""
    return max(mark.level - (mark.grade in UNMEASURED), 1)


def by_order(ledger: Ledger) -> Band:
    """The highest band with a rung that the ad's findings reach."""
    left = [one for side in ledger for one in standing(_ranked(side.risks), _ranked(side.against))]
    ranks = sorted((one.level for one in left), reverse=True)
    return next((band for band, rungs in LADDER if any(_reaches(ranks, rung) for rung in rungs)), Band.LOW)


def _ranked(marks: tuple[Mark, ...]) -> list[Mark]:
    return [Mark(rank(mark), mark.weight, mark.grade) for mark in marks]


def _reaches(ranks: list[int], rung: tuple[int, ...]) -> bool:
    return len(ranks) >= len(rung) and all(have >= need for have, need in zip(ranks, rung, strict=False))
