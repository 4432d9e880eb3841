"""The scorers to choose from in the settings (`score.scorer`)."""

from collections.abc import Callable
from typing import NamedTuple

from processors.score.ledger import Ledger, Mark
from processors.score.ordinal import by_order, rank
from processors.score.rule import by_dimension, own_weight
from processors.score.weighted import by_sum, graded_weight
from schemas.score import Band


class Method(NamedTuple):
    """A scorer: the band of a ledger, and what one finding contributes to the order of ads inside a band.

    Whatever the method: no single finding gives more than low, one more risk never lowers a band, and one more thing
    that speaks against never raises it.
    """

    name: str
    band: Callable[[Ledger], Band]
    weigh: Callable[[Mark], float]


METHODS = {
    method.name: method
    for method in (
        Method("dimensions", by_dimension, own_weight),
        Method("weighted", by_sum, graded_weight),
        Method("ordinal", by_order, rank),
    )
}
