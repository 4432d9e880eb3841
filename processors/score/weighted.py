"""A weighted sum: strength times how good the evidence is, what speaks against taken off.

Easy to read and to tune, and harder to defend than the dimension rule: a heap of well-known but weak signs can reach a
band. The shares are our own choice; grades are an order, and how far apart they lie is known to nobody.
"""

from processors.catalogue.records import Grade
from processors.score.ledger import Ledger, Mark
from schemas.score import Band

SHARE = {
    Grade.TESTED: 1.0,
    Grade.EXPERTS: 0.8,
    Grade.MEASURED: 0.6,
    Grade.LISTED: 0.5,
    Grade.DESIGN: 0.4,
    Grade.REFUTED: 0.0,
}
MEDIUM_FROM, HIGH_FROM = 4.0, 6.0  # one finding gives 3 at most
MIN_FOR_HIGH = 3  # findings


def graded_weight(mark: Mark) -> float:
    """What a finding contributes."""
    return mark.level * SHARE[mark.grade]


def by_sum(ledger: Ledger) -> Band:
    """The band by the sum over all dimensions."""
    risks = [mark for side in ledger for mark in side.risks]
    against = [mark for side in ledger for mark in side.against]
    total = round(sum(map(graded_weight, risks)) - sum(map(graded_weight, against)), 6)
    if total >= HIGH_FROM and len(risks) >= MIN_FOR_HIGH:
        return Band.HIGH
    return Band.MEDIUM if total >= MEDIUM_FROM else Band.LOW
