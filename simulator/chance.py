"""Seeded chance. Only `random()` is used: Python promises the same sequence for a seed on every machine and version."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(rng: Random, options: Sequence[T]) -> T:
    """One of the options."""
    return options[int(rng.random() * len(options))]


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def happens(rng: Random, share: float) -> bool:
    """True in the given share of cases."""
    return rng.random() < share


def few(rng: Random, options: Sequence[T], count: int) -> list[T]:
    """Up to `count` different options, in random order."""
    left = list(options)
    return [left.pop(int(rng.random() * len(left))) for _ in range(min(count, len(left)))]


def weighted(rng: Random, weights: Mapping[T, float]) -> T:
    """One of the keys, each as often as its weight says."""
    point = rng.random() * sum(weights.values())
    for option, weight in weights.items():
        point -= weight
        if point < 0:
            return option
    return option


def shuffled(rng: Random, options: Sequence[T]) -> list[T]:
    """All options in random order."""
    return few(rng, options, len(options))
