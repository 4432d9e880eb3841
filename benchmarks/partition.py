"""How well one partition of things agrees with another: precision, recall and F1 of pairs and of clusters."""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Agreement(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def pairs(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """Of all pairs of things: those put together that belong together. One huge wrong cluster weighs very much."""
    both = _pairs(Counter(zip(truth, found, strict=True)))
    return Agreement(_share(both, _pairs(Counter(found))), _share(both, _pairs(Counter(truth))))


def clusters(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """B-cubed (Bagga and Baldwin 1998): for each thing, how pure and how complete its cluster is; then the mean."""
    wanted, got, both = Counter(truth), Counter(found), Counter(zip(truth, found, strict=True))
    precision = sum(count * count / got[cluster] for (_, cluster), count in both.items())
    recall = sum(count * count / wanted[cluster] for (cluster, _), count in both.items())
    return Agreement(_share(precision, len(truth)), _share(recall, len(truth)))


def _pairs(sizes: Counter[Hashable]) -> float:
    return sum(size * (size - 1) / 2 for size in sizes.values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
