"""Notices a partition that has records for us and gives none."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from processors.plumbing.progress import Progress

P = TypeVar("P", bound=Hashable)  # what a partition is called


class StuckError(Exception):
    """Raised when the only remedy is a new consumer: the stage ends with exit code 75 and is started again."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h


class Watchdog(Generic[P]):
    """Its clock is the time spent waiting for records, so that a slow stage with a full buffer is never suspected."""

    def __init__(self, stuck_after_s: float) -> None:
        self._after_s = stuck_after_s
        self._waited_s = 0.0
        self._seen: dict[P, tuple[int, float]] = {}  # partition -> its position, and the clock when it last moved

    def waited(self, seconds: float) -> None:
        self._waited_s += seconds

    def delivered(self, partitions: Iterable[P]) -> None:
        """They gave something, even if it has to be given again."""
        for partition in partitions:
            self._seen.pop(partition, None)

    def stuck(self, progress: Mapping[P, Progress]) -> list[P]:
        """Partitions that stood still before their end for `stuck_after_s` of waiting."""
        return [partition for partition, (position, end) in progress.items() if self._still(partition, position, end)]

    def _still(self, partition: P, position: int, end: int) -> bool:
        before, since_s = self._seen.get(partition, (None, 0.0))
        if position != before or position >= end:
            self._seen[partition] = (position, self._waited_s)
            return False
        return self._waited_s - since_s >= self._after_s
