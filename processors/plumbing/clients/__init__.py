"""The seam to Kafka: what a stage needs of a client, and the two clients there are.

`kafka-python` is the default: pure Python, and nothing to compile anywhere. `confluent-kafka` takes a fraction of the
processor time. Both keep the same promises, and the same tests on the real broker ask both for them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from processors.errors import StageStoppedError
from processors.plumbing.batch import Outgoing, Received
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Stage
from processors.state import Place

METADATA_MS = 60_000  # how long until added partitions are seen
POLL_MS = 500  # how long a poll waits for a record
# While records keep coming they are collected for so long, or until there are so many bytes of them: a batch costs
# the same with one record as with dozens, on the broker too. The first one after a pause is taken at once.
COLLECT_MS, COLLECT_BYTES = 100, 512 * 1024
ASK_MS = 3000  # for answers that only help to watch
LOOK_S = 1.0  # how often a sender looks whether it is still wanted
GRACE_S = 3.0  # how long it then still waits for acknowledgements

# Of one partition in a request of a producer, at most. Polls are lopsided, so one partition often takes a whole
# micro-batch of half a megabyte.
BATCH_BYTES = 512 * 1024
# Every send ends with a flush, which waits for nothing. What goes out before it only makes more and smaller requests:
# with 20 ms instead, the broker works twice as much.
LINGER_MS = 500


class BusError(Exception):
    """Kafka did not do what it was asked to do. `retriable`: the same may well succeed the next time."""

    def __init__(self, text: str, *, retriable: bool = True) -> None:
        super().__init__(text)
        self.retriable = retriable


class NoPlaceError(Exception):
    """Raised by `poll` for partitions in which the group has no place yet."""

    def __init__(self, places: Iterable[Place]) -> None:
        super().__init__("no place yet")
        self.places = list(places)


class LostPlaceError(Exception):
    """Raised by `poll` for partitions in which the record that we were to go on with is not there."""

    def __init__(self, places: Iterable[Place]) -> None:
        super().__init__("place lost")
        self.places = list(places)


class Listener(NamedTuple):
    """What is called inside of `poll` when the group deals out its partitions; it must not ask the client anything."""

    gained: Callable[[Collection[Place]], None]
    gone: Callable[[], None]


class Consumer(Protocol):
    """Reads the topics of one stage. What fails is a BusError, or a StageStoppedError when an operator must act."""

    def topics(self) -> set[str]: ...
    def places(self) -> set[Place]: ...  # all partitions of the stage's topics
    def subscribe(self, listener: Listener) -> None: ...
    def assign(self, places: Mapping[Place, int | None]) -> None: ...  # these too; None: from their beginning
    def assigned(self) -> set[Place]: ...
    def poll(self) -> list[Received]: ...  # those of a partition in their order; waits for POLL_MS
    def seek(self, place: Place, offset: int | None) -> None: ...  # None: to its beginning
    def position(self, place: Place) -> int | None: ...  # None: not known
    def seen_end(self, place: Place) -> int | None: ...  # as the last answer said, without asking
    def beginnings(self, places: Collection[Place]) -> dict[Place, int]: ...
    def ends(self, places: Collection[Place]) -> dict[Place, int]: ...
    def commit(self, offsets: Mapping[Place, int], timeout_ms: int) -> None: ...
    def close(self, timeout_ms: int) -> None: ...


class Failure(NamedTuple):
    """A record that was not acknowledged, and why. A `culprit` never will be, as it is."""

    message: Outgoing
    error: Exception
    culprit: bool = False


class Sender(Protocol):
    """Sends records and waits for their acknowledgement, as long as `is_wanted` says yes.

    After a failure it is not used again: `close` it and take a new one.
    """

    def send(self, messages: Sequence[Outgoing], is_wanted: Callable[[], bool]) -> list[Failure]: ...
    def close(self, timeout_s: float) -> None: ...


def topics_of(stage: Stage, settings: ProcessorSettings) -> list[str]:
    """What a stage reads, by the names on the cluster."""
    return [settings.kafka.topic(topic.name) for topic in (stage.reads, *stage.also)]


def consumer(stage: Stage, settings: ProcessorSettings) -> Consumer:
    """A connection for the input of a stage, by the client that is set."""
    if settings.kafka.client == "kafka-python":
        from processors.plumbing.clients.python_consumer import PythonConsumer

        return PythonConsumer(stage, settings)
    with _needed():
        from processors.plumbing.clients.confluent_consumer import ConfluentConsumer

        return ConfluentConsumer(stage, settings)


def sender(kafka: KafkaSettings) -> Sender:
    """A connection for what a stage puts out, by the client that is set."""
    if kafka.client == "kafka-python":
        from processors.plumbing.clients.python_sender import PythonSender

        return PythonSender(kafka)
    with _needed():
        from processors.plumbing.clients.confluent_sender import ConfluentSender

        return ConfluentSender(kafka)


@contextmanager
def _needed() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "confluent_kafka":
            raise
        hint = "install it (pip install 'adwatch[confluent]') or set ADWATCH_KAFKA__CLIENT=kafka-python"
        raise StageStoppedError("settings of Kafka: confluent-kafka is not installed", hint) from None
