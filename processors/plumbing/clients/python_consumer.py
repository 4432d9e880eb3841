"""Reading with kafka-python.

Partitions are never paused: a poll while one is paused may silence it for good. To have records again, `seek` alone is
enough, and works at once.
"""

from collections.abc import Collection, Iterable, Mapping

from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import LogTruncationError, NoOffsetForPartitionError, OffsetOutOfRangeError

from processors.plumbing import clients
from processors.plumbing.batch import Received
from processors.plumbing.clients import Listener, LostPlaceError, NoPlaceError
from processors.plumbing.clients.python_errors import translated
from processors.plumbing.clients.python_options import consumer_options
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Place


class PythonConsumer:
    """`Consumer` by kafka-python. Raises BusError while there is no broker."""

    def __init__(self, stage: Stage, settings: ProcessorSettings) -> None:
        self._topics = clients.topics_of(stage, settings)
        with translated():
            self._client = KafkaConsumer(**consumer_options(stage, settings))
        self._collecting = False

    def topics(self) -> set[str]:
        with translated():
            return set(self._client.topics())

    def places(self) -> set[Place]:
        with translated():
            return {Place(topic, each) for topic in self._topics for each in self._client.partitions_for_topic(topic)}

    def subscribe(self, listener: Listener) -> None:
        self._client.subscribe(self._topics, listener=_Rebalance(listener))

    def assign(self, places: Mapping[Place, int | None]) -> None:
        self._client.assign([*self._client.assignment(), *_theirs(places)])  # leaves the known ones where they are
        for place, offset in places.items():
            self.seek(place, offset)

    def assigned(self) -> set[Place]:
        return set(_ours(self._client.assignment()))

    def poll(self) -> list[Received]:
        with translated():
            try:
                polled = self._polled()
            except NoOffsetForPartitionError as error:  # the first start of the group
                raise NoPlaceError(_ours(error.args[0])) from None
            except OffsetOutOfRangeError as error:
                raise LostPlaceError(_ours(error.args[0])) from None
            except LogTruncationError as error:
                raise LostPlaceError(_ours(error.divergent_offsets)) from None
        return [
            Received(record.topic, record.partition, record.offset, record.timestamp, record.key, record.value)
            for records in polled.values()
            for record in records
        ]

    def _polled(self) -> Mapping[TopicPartition, Iterable[ConsumerRecord]]:
        found: Mapping[TopicPartition, Iterable[ConsumerRecord]] = {}
        if self._collecting:
            found = self._client.poll(timeout_ms=2 * clients.COLLECT_MS)
        if not found:
            self._collect(False)
            found = self._client.poll(timeout_ms=clients.POLL_MS)
        if found:
            self._collect(True)
        return found

    def _collect(self, collecting: bool) -> None:
        """Have the broker answer with the next record, or with what comes in a moment. Kafka is told so with each
        fetch, this client when it is made: so it is changed where it is kept."""
        if collecting == self._collecting:
            return
        self._collecting = collecting
        asked = (clients.COLLECT_BYTES, clients.COLLECT_MS) if collecting else (1, clients.POLL_MS)
        self._client._fetcher.config.update(zip(("fetch_min_bytes", "fetch_max_wait_ms"), asked, strict=True))

    def seek(self, place: Place, offset: int | None) -> None:
        there = TopicPartition(*place)
        with translated():
            self._client.seek_to_beginning(there) if offset is None else self._client.seek(there, offset)

    def position(self, place: Place) -> int | None:
        """As it is kept; asked for, when it is not known: `position` would look after all partitions each time."""
        there = TopicPartition(*place)
        kept = self._client._subscription.assignment.get(there)
        if kept is not None and kept.has_valid_position:
            at: int = kept.position.offset
            return at
        with translated():
            found: int | None = self._client.position(there, timeout_ms=clients.ASK_MS)
        return found

    def seen_end(self, place: Place) -> int | None:
        found: int | None = self._client.highwater(TopicPartition(*place))
        return found

    def beginnings(self, places: Collection[Place]) -> dict[Place, int]:
        with translated():
            return _by_place(self._client.beginning_offsets(_theirs(places)))

    def ends(self, places: Collection[Place]) -> dict[Place, int]:
        with translated():
            return _by_place(self._client.end_offsets(_theirs(places), timeout_ms=clients.ASK_MS))

    def commit(self, offsets: Mapping[Place, int], timeout_ms: int) -> None:
        with translated():
            self._client.commit(
                {TopicPartition(*place): OffsetAndMetadata(offset) for place, offset in offsets.items()},
                timeout_ms=timeout_ms,
            )

    def close(self, timeout_ms: int) -> None:
        self._client.close(timeout_ms=timeout_ms)


class _Rebalance(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs on the client's own thread while we wait inside `poll`; committing from here is not possible."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._listener.gained(_ours(assigned))

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._listener.gone()

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        self._listener.gone()


def _theirs(places: Iterable[Place]) -> list[TopicPartition]:
    return [TopicPartition(*place) for place in places]


def _ours(places: Iterable[TopicPartition]) -> list[Place]:
    return [Place(each.topic, each.partition) for each in places]


def _by_place(found: Mapping[TopicPartition, int]) -> dict[Place, int]:
    return {Place(each.topic, each.partition): offset for each, offset in found.items()}
