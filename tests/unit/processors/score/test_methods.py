"""What holds for every scorer, and what each adds."""

from itertools import product
from random import Random

import pytest

from processors.catalogue.records import Grade
from processors.score.ledger import Ledger, Mark, Side, standing, with_mark
from processors.score.methods import METHODS, Method
from schemas.score import Band

ORDER = [Band.LOW, Band.MEDIUM, Band.HIGH]
E1, E2, E3, E4 = Grade.TESTED, Grade.EXPERTS, Grade.MEASURED, Grade.LISTED
GRADES = [E1, E2, E3, E4, Grade.DESIGN]
NAMES = ["recruitment", "exploitation", "control"]
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))


def mark(level: int, grade: Grade = E2) -> Mark:
    return Mark(level, float(level), grade)


def ledgers(count: int = 150) -> list[Ledger]:
    """Ledgers of every shape, the same in every run."""
    random = Random(4)

    def marks(most: int) -> tuple[Mark, ...]:
        return tuple(mark(random.randint(1, 3), random.choice(GRADES)) for _ in range(random.randint(0, most)))

    return [tuple(Side(name, marks(3), marks(1)) for name in NAMES) for _ in range(count)]


@every_method
def test_one_finding_alone_never_leaves_the_low_band(method: Method) -> None:
    for level, grade in product((1, 2, 3), GRADES):
        assert method.band((Side("exploitation", (mark(level, grade),)),)) is Band.LOW


@every_method
def test_one_more_risk_never_lowers_a_band_and_one_more_against_never_raises_it(method: Method) -> None:
    seen = set()
    for ledger in ledgers():
        band = ORDER.index(method.band(ledger))
        seen.add(band)
        for level, grade, name in product((1, 2, 3), GRADES, NAMES):
            more = mark(level, grade)
            assert ORDER.index(method.band(with_mark(ledger, name, more, protects=False))) >= band
            assert ORDER.index(method.band(with_mark(ledger, name, more, protects=True))) <= band
    assert seen == {0, 1, 2}, "the ledgers must reach every band, or the test shows little"


@every_method
def test_the_order_of_findings_and_dimensions_makes_no_difference(method: Method) -> None:
    for ledger in ledgers(40):
        turned = tuple(Side(one.dimension, one.risks[::-1], one.against) for one in reversed(ledger))
        assert method.band(turned) is method.band(ledger)


def test_what_speaks_against_takes_out_the_strongest_that_is_no_stronger() -> None:
    strong, medium, weak = mark(3), mark(2), mark(1)
    assert standing([strong, medium, weak], [medium]) == [strong, weak]
    assert standing([strong, medium], [weak]) == [strong, medium]
    assert standing([strong, medium, weak], [strong, strong]) == [weak]


# fmt: off
SAME_STRENGTHS = [
    # three medium ones in one dimension: how well they are known decides in the weighted and the ordinal scorer
    ("dimensions", E2, Band.MEDIUM), ("dimensions", E4, Band.MEDIUM),
    ("weighted", E2, Band.MEDIUM),   ("weighted", E4, Band.LOW),
    ("ordinal", E2, Band.MEDIUM),    ("ordinal", E4, Band.LOW),
]
# fmt: on


@pytest.mark.parametrize(("name", "grade", "expected"), SAME_STRENGTHS)
def test_how_good_the_evidence_is_counts_where_it_should(name: str, grade: Grade, expected: Band) -> None:
    ledger = (Side("exploitation", tuple(mark(2, grade) for _ in range(3))),)
    assert METHODS[name].band(ledger) is expected


def test_refuted_signs_weigh_nothing_in_the_sum() -> None:
    assert METHODS["weighted"].weigh(mark(3, Grade.REFUTED)) == 0
    assert METHODS["weighted"].weigh(mark(3, E1)) == 3
