"""Whether work costs in proportion to what it is given."""

import time
from collections.abc import Callable

TIMES = 8  # as much in the large case; work that goes with the square costs 64 times as much
SLACK = 3.0  # for busy machines
LEAST_S = 0.5  # what is over sooner says nothing


def is_linear(work: Callable[[int], object], small: int) -> bool:
    """Whether `TIMES * small` costs about `TIMES` times the processor time of `small`, both measured here and now."""
    _seconds(work, small)  # what is loaded and compiled once is no part of either
    return _seconds(work, TIMES * small) < max(SLACK * TIMES * _seconds(work, small), LEAST_S)


def _seconds(work: Callable[[int], object], size: int) -> float:
    started = time.process_time()
    work(size)
    return time.process_time() - started
