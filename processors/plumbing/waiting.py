"""How long the oldest record before a stage has been waiting."""

from collections.abc import Mapping

from processors.plumbing.progress import Progress


class Waiting:
    """Since when records wait, partition by partition, in seconds since 1970.

    The time of a record is known when it is taken. Of one that is still on the bus it is known that it came after we
    last saw the end of its partition, and after what was taken before it: so the age is never too low by more than the
    time between two looks, and too high by no more than the time a batch spans. It may be read from any thread.
    """

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._behind: frozenset[str] = frozenset()

    def taken(self, since: Mapping[str, float]) -> None:
        """These partitions gave records, the first of them of these times."""
        self._since |= since
        self._behind |= since.keys()

    def looked(self, progress: Mapping[str, Progress], now: float) -> None:
        """Which of the partitions have records left: those that have none are up to date as of `now`."""
        behind = frozenset(label for label, (position, end) in progress.items() if position < end)
        self._since |= {label: self._since.get(label, now) if label in behind else now for label in progress}
        self._behind = behind

    def age_s(self, now: float) -> float:
        """How old the oldest record is that is not done with; 0 when there is none."""
        return max(0.0, now - min((self._since[label] for label in self._behind), default=now))
