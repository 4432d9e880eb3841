"""Records of several partitions put back into the order in which they came to the bus.

While a stage keeps up there is nothing to do. When it catches up, or reads a whole topic to rebuild its state, a client
hands out one partition after the other; what then comes first may be days younger than what comes next. A stage that
goes by event time would take the rest for late.
"""

from collections import deque
from collections.abc import Collection, Iterable

from processors.plumbing.batch import Received
from processors.state import Place

MOST = 20_000  # records that wait; with more, one partition is so far behind that the others go on without it


class Merge:
    """What was fetched and not yet taken, by partition."""

    def __init__(self) -> None:
        self._waiting: dict[Place, deque[Received]] = {}
        self._size = 0

    def add(self, records: Iterable[Received]) -> None:
        """Let records wait; those of a partition come in their order."""
        for record in records:
            self._waiting.setdefault(record.place, deque()).append(record)
            self._size += 1

    def take(self, limit: int, behind: Collection[Place]) -> list[Received]:
        """At most so many, the oldest first, those of a partition in their order.

        `behind` are partitions with more on the bus than was fetched: when nothing of one of them waits, its next
        record may be the oldest, and taking ends.
        """
        taken: list[Received] = []
        while len(taken) < limit:
            fronts = [(queue[0].timestamp_ms, partition) for partition, queue in self._waiting.items() if queue]
            if not fronts or (self._size <= MOST and any(not self._waiting.get(each) for each in behind)):
                break
            taken.append(self._waiting[min(fronts)[1]].popleft())
            self._size -= 1
        return taken

    def drop(self, partition: Place) -> None:
        """Forget what waits of a partition: it will be fetched again."""
        self._size -= len(self._waiting.pop(partition, ()))

    def first(self, partition: Place) -> int | None:
        """The offset of the first record that waits of a partition; None when none does."""
        queue = self._waiting.get(partition)
        return queue[0].offset if queue else None
