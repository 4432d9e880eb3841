"""How far a consumer is in its partitions, and where they end."""

from collections.abc import Mapping
from typing import NamedTuple

from processors.plumbing.clients import Consumer
from processors.state import Place


class Progress(NamedTuple):
    """Where we are in a partition, and where it ends."""

    position: int
    end: int


class Whereabouts:
    """Asks a consumer where it is. An idle one is not asked for each partition: that is half of what it does then."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        # where all partitions end, when nothing is left in any and nothing came since
        self._at_end: dict[Place, int] = {}

    def moved(self) -> None:
        """Something was read, or reading goes on elsewhere."""
        self._at_end = {}

    def progress(self) -> dict[Place, Progress] | None:
        """Of each partition of ours; None while one is not known. Raises BusError when the broker does not answer."""
        places = self._consumer.assigned()
        ends = self._consumer.ends(places) if places else {}
        positions = self._positions(ends)
        known = {place: position for place, position in positions.items() if position is not None}
        if len(known) < len(ends):
            return None
        self._at_end = ends if known == ends else {}
        return {place: Progress(position, ends[place]) for place, position in known.items()}

    def _positions(self, ends: dict[Place, int]) -> Mapping[Place, int | None]:
        if ends == self._at_end:
            return ends
        return {place: self._consumer.position(place) for place in ends}
