"""Whether work costs in proportion to what it is given."""

import time
from collections.abc import Callable

TIMES = 8  # as much in the large case; work that goes with the square costs 64 times as much
SLACK = 3.0  # for busy machines
LEAST_S = 0.5  # what is over sooner says nothing


def is_linear(work: Callable[[int], object], small: int) -> bool:
    """Whether `TIMES * small` costs about `TIMES` times the processor time of `small`, both measured here and now.

    What is loaded and compiled once, with the first text of a language for instance, is no part of either.
    """
    (_, few), (first, many) = ([_seconds(work, size) for _ in range(2)] for size in (small, TIMES * small))
    return min(first, many) < max(SLACK * TIMES * few, LEAST_S)


def _seconds(work: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    work(size)
    return time.process_time() - started
