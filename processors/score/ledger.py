"""What a scorer looks at: per dimension, what counts for it and what speaks against, and nothing about the ad itself.

A scorer that sees no more than this cannot treat two ads with equal findings differently.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from processors.catalogue.records import Grade


class Mark(NamedTuple):
    """One finding that counts: strength (3 strong, 2 medium, 1 weak), weight and grade of its indicator."""

    level: int
    weight: float
    grade: Grade


class Side(NamedTuple):
    """One dimension."""

    dimension: str
    risks: tuple[Mark, ...]
    against: tuple[Mark, ...] = ()

    @property
    def levels(self) -> list[int]:
        """Strengths of the risks that are left standing, strongest first."""
        return sorted((mark.level for mark in standing(self.risks, self.against)), reverse=True)


Ledger = tuple[Side, ...]


class _HasLevel(Protocol):
    @property
    def level(self) -> int: ...


Finding = TypeVar("Finding", bound=_HasLevel)


def standing(risks: Sequence[Finding], against: Sequence[_HasLevel]) -> list[Finding]:
    """The risks that are left: each thing that speaks against takes out the strongest one that is no stronger."""
    left = list(risks)
    for counter in against:
        weaker = [one for one in left if one.level <= counter.level]
        if weaker:
            left.remove(max(weaker, key=lambda one: one.level))
    return left


def with_mark(ledger: Ledger, dimension: str, mark: Mark, protects: bool) -> Ledger:
    """The ledger with one more finding in a dimension."""
    sides = {side.dimension: side for side in ledger}
    side = sides.get(dimension, Side(dimension, ()))
    risks, against = side.risks, side.against
    sides[dimension] = (
        Side(dimension, risks, (*against, mark)) if protects else Side(dimension, (*risks, mark), against)
    )
    return tuple(sides.values())


def without_mark(ledger: Ledger, dimension: str, mark: Mark, protects: bool) -> Ledger:
    """The ledger with one finding less in a dimension, where there is such a one."""
    return tuple([_less(side, mark, protects) if side.dimension == dimension else side for side in ledger])


def _less(side: Side, mark: Mark, protects: bool) -> Side:
    if protects:
        return Side(side.dimension, side.risks, _one_less(side.against, mark))
    return Side(side.dimension, _one_less(side.risks, mark), side.against)


def _one_less(marks: tuple[Mark, ...], mark: Mark) -> tuple[Mark, ...]:
    at = marks.index(mark)
    return marks[:at] + marks[at + 1 :]
