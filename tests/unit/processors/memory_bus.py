"""A bus in memory behind the seam of `processors.plumbing.clients`, for tests that count every step."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from threading import Event

from processors.plumbing.batch import Outgoing, Received
from processors.plumbing.clients import BusError, Failure, Listener
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Place

PARTITIONS = 2


class Crash(BaseException):
    """kill -9: nobody may catch it."""


class MemoryBus:
    """The records of all topics, and where groups are. `step` is called at every point where a process may die."""

    def __init__(self, step: Callable[[], None]) -> None:
        self.step = step
        self.logs: defaultdict[Place, list[Received]] = defaultdict(list)
        self.committed: dict[tuple[str, Place], int] = {}
        self.troubles: Counter[str] = Counter()  # kind -> how many times it still happens
        self._time = 0

    def put(self, topic: str, key: bytes | None, value: bytes | None) -> None:
        place = Place(topic, sum(key or b"") % PARTITIONS)
        self._time += 1
        self.logs[place].append(Received(*place, len(self.logs[place]), self._time, key, value))

    def records(self, topic: str) -> list[Received]:
        return [record for place, log in sorted(self.logs.items()) if place.topic == topic for record in log]

    def happens(self, trouble: str) -> bool:
        """Whether this is one of the times that something goes wrong."""
        if self.troubles[trouble] <= 0:
            return False
        self.troubles[trouble] -= 1
        return True


class MemoryConsumer:
    """`Consumer` of one stage. When nothing is left to read it sets `stop`, so that the loop comes to its end."""

    def __init__(self, bus: MemoryBus, stage: Stage, settings: ProcessorSettings, stop: Event) -> None:
        self._bus, self._stop, self._most = bus, stop, stage.batch
        self._group = settings.kafka.group(stage.name)
        self._topics = [settings.kafka.topic(topic.name) for topic in (stage.reads, *stage.also)]
        self._at: dict[Place, int] = {}
        self._listener: Listener | None = None

    def topics(self) -> set[str]:
        return _Everything()

    def places(self) -> set[Place]:
        return {Place(topic, number) for topic in self._topics for number in range(PARTITIONS)}

    def subscribe(self, listener: Listener) -> None:
        self._listener = listener

    def assign(self, places: Mapping[Place, int | None]) -> None:
        self._at |= {place: offset or 0 for place, offset in places.items()}

    def assigned(self) -> set[Place]:
        return set(self._at)

    def poll(self) -> list[Received]:
        self._bus.step()
        if self._listener and (not self._at or self._bus.happens("rebalance")):
            self._deal(self._listener)
        if self._bus.happens("poll"):
            raise BusError("away")
        found = [record for place, at in self._at.items() for record in self._bus.logs[place][at:]][: self._most]
        if not found:
            self._stop.set()
        for record in found:
            self._at[record.place] = record.offset + 1
        self._bus.step()
        return found

    def _deal(self, listener: Listener) -> None:
        if self._at:
            listener.gone()
        self._at = {place: self._bus.committed.get((self._group, place), 0) for place in self.places()}
        listener.gained(self._at.keys())

    def seek(self, place: Place, offset: int | None) -> None:
        self._at[place] = offset or 0

    def position(self, place: Place) -> int | None:
        return self._at[place]

    def seen_end(self, place: Place) -> int | None:
        return len(self._bus.logs[place])

    def beginnings(self, places: Collection[Place]) -> dict[Place, int]:
        return dict.fromkeys(places, 0)

    def ends(self, places: Collection[Place]) -> dict[Place, int]:
        return {place: len(self._bus.logs[place]) for place in places}

    def commit(self, offsets: Mapping[Place, int], timeout_ms: int) -> None:
        self._bus.step()
        if self._bus.happens("commit"):
            raise BusError("away")
        if self._bus.happens("out of the group"):
            raise BusError("unknown member", retriable=False)
        self._bus.committed |= {(self._group, place): offset for place, offset in offsets.items()}
        self._bus.step()

    def close(self, timeout_ms: int) -> None:
        """Nothing to let go of."""


class MemorySender:
    """`Sender`: between any two records the process may die, and an acknowledgement may get lost."""

    def __init__(self, bus: MemoryBus) -> None:
        self._bus = bus

    def send(self, messages: Sequence[Outgoing], is_wanted: Callable[[], bool]) -> list[Failure]:
        failures = []
        for message in messages:
            self._bus.step()
            if not self._bus.happens("send"):
                self._bus.put(message.topic, message.key, message.value)
                if not self._bus.happens("acknowledge"):
                    continue
            failures.append(Failure(message, BusError("not acknowledged")))
        self._bus.step()
        return failures

    def close(self, timeout_s: float) -> None:
        """Nothing to let go of."""


class _Everything(set[str]):
    """All topics exist."""

    def __rsub__(self, other: object) -> set[str]:
        return set()
