"""Taking records from the bus in batches, and saying which of them are done with.

Two ways: a stage without state shares the partitions with its group; a stage with state reads all of them itself, from
the offsets in its store. Partitions are never paused: in kafka-python a poll while one is paused may silence it for
good. A batch is finished or given back before the next poll, and a group can only change inside a poll, so what is
committed always belongs to us.
"""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import structlog
from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaError, LogTruncationError, NoOffsetForPartitionError, OffsetOutOfRangeError

from processors.errors import StageStoppedError
from processors.plumbing.batch import Received, first_offsets, next_offsets
from processors.plumbing.kafka_options import consumer_options
from processors.plumbing.lost_place import find_again
from processors.plumbing.merge import Merge
from processors.plumbing.patience import Backoff, StoppedError, keep_trying, refuse_hopeless
from processors.settings import ProcessorSettings
from processors.stage import Stage
from schemas.topics import DEAD

_POLL_MS = 500
_COMMIT_MS = 2000  # it is tried again before each poll
_LAST_MS = 1000  # for what is tried once more when all is over
_ASK_MS = 3000  # for answers that only help to watch
_TOPICS_S = 15.0  # how long a topic may be missing at start, before that counts as an error

log = structlog.get_logger()


class Progress(NamedTuple):
    """Where we are in a partition, and where it ends."""

    position: int
    end: int


class Inbox:
    """The input of one stage. Raises StoppedError when `stop` is set while connecting."""

    def __init__(self, stage: Stage, settings: ProcessorSettings, stop: threading.Event) -> None:
        self._stage, self._settings, self._stop = stage, settings, stop
        self._topic = settings.kafka.topic(stage.reads.name)
        self._backoff = Backoff(settings.failure)
        self._pending: dict[TopicPartition, OffsetAndMetadata] = {}
        self._grouped = stage.state is None
        self._merge = Merge() if stage.in_order else None
        self._ready = False
        self._consumer = keep_trying(
            "connect a consumer", lambda: KafkaConsumer(**consumer_options(stage, settings)), settings.failure, stop
        )

    def begin(self, offsets: Mapping[tuple[str, int], int]) -> None:
        """Ask for records: a stage with state from the `offsets` in its store on, any other where its group is.

        Raises StageStoppedError when a topic of the stage is missing, StoppedError when `stop` is set meanwhile.
        """
        self._require_topics()
        if self._grouped:
            self._consumer.subscribe([self._topic], listener=_Listener(self))
        else:
            self._assign(offsets)

    def poll(self) -> list[Received]:
        """The next records, those of a partition in their order; empty when none came for half a second."""
        self._commit_pending()
        try:
            batch = self._take() if self._merge is None else self._take_in_order(self._merge)
        except KafkaError as error:
            refuse_hopeless(error)
            log.warning("poll_failed", topic=self._topic, error=str(error))
            self._stop.wait(self._backoff.next_s())
            return []
        self._backoff.reset()
        return batch

    def _take_in_order(self, merge: Merge) -> list[Received]:
        """The oldest records first. When nothing came, what waits is handed out: nobody is waited for in vain."""
        ready = merge.take(self._stage.batch, self._behind())
        if ready:
            return ready
        fetched = self._take()
        merge.add(fetched)
        return merge.take(self._stage.batch, self._behind() if fetched else ())

    def _behind(self) -> list[int]:
        """Partitions that have more on the bus than was fetched, as far as the last answers said."""
        ends = {each: self._consumer.highwater(each) for each in self._consumer.assignment()}
        return [
            each.partition
            for each, end in ends.items()
            if end is None or (self._consumer.position(each, timeout_ms=_ASK_MS) or 0) < end
        ]

    def _take(self) -> list[Received]:
        try:
            polled = self._consumer.poll(timeout_ms=_POLL_MS)
        except NoOffsetForPartitionError as error:  # the first start of the group
            self._consumer.seek_to_beginning(*error.args[0])
        except OffsetOutOfRangeError as error:
            find_again(self._consumer, error.args[0], has_state=not self._grouped)
        except LogTruncationError as error:
            find_again(self._consumer, error.divergent_offsets, has_state=not self._grouped)
        else:
            return [
                Received(record.topic, record.partition, record.offset, record.timestamp, record.key, record.value)
                for records in polled.values()
                for record in records
            ]
        return []

    def commit(self, batch: Sequence[Received]) -> None:
        """These are done with. When the broker is away, committing is tried again before the next poll."""
        for (topic, partition), offset in next_offsets(batch).items():
            self._pending[TopicPartition(topic, partition)] = OffsetAndMetadata(offset)
        self._commit_pending()

    def rewind(self, batch: Sequence[Received]) -> None:
        """These are not done with: give them, and what follows them, again. `seek` alone does it, at once."""
        for (topic, partition), offset in first_offsets(batch).items():
            self._consumer.seek(TopicPartition(topic, partition), offset)
            if self._merge is not None:
                self._merge.drop(partition)

    def progress(self) -> dict[int, Progress] | None:
        """Per partition of ours, how far we are; None while that is not known."""
        if not self._ready:
            return None
        try:
            partitions = list(self._consumer.assignment())
            ends = self._consumer.end_offsets(partitions, timeout_ms=_ASK_MS) if partitions else {}
            positions = {each: self._consumer.position(each, timeout_ms=_ASK_MS) for each in partitions}
        except KafkaError as error:
            log.warning("progress_unknown", topic=self._topic, error=str(error))
            return None
        if any(position is None for position in positions.values()):
            return None
        return {each.partition: Progress(self._reached(each, positions[each]), ends[each]) for each in partitions}

    def _reached(self, partition: TopicPartition, position: int) -> int:
        """Where we are: what was fetched and waits for its turn is not done with."""
        waiting = self._merge.first(partition.partition) if self._merge is not None else None
        return position if waiting is None else waiting

    def adopt_new_partitions(self) -> None:
        """For a stage that reads all partitions itself: take those that were added to the topic, from their start."""
        if self._grouped:
            return
        known = self._consumer.assignment()
        try:
            added = [each for each in self._partitions() if each not in known]
        except KafkaError:  # asked again in a moment
            return
        if added:
            log.warning("partitions_added", topic=self._topic, partitions=[each.partition for each in added])
            self._consumer.assign([*known, *added])  # leaves the known ones where they are
            self._consumer.seek_to_beginning(*added)

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        self._commit_pending(_LAST_MS)
        self._consumer.close(timeout_ms=_LAST_MS)

    def _assign(self, offsets: Mapping[tuple[str, int], int]) -> None:
        partitions = self._partitions()
        self._consumer.assign(partitions)
        for each in partitions:
            if tuple(each) in offsets:
                self._consumer.seek(each, offsets[tuple(each)])
            else:
                self._consumer.seek_to_beginning(each)
        self._ready = True

    def _partitions(self) -> list[TopicPartition]:
        return [TopicPartition(self._topic, each) for each in sorted(self._consumer.partitions_for_topic(self._topic))]

    def _require_topics(self) -> None:
        """Wait a moment for topics that are just being made."""
        needed = {self._settings.kafka.topic(topic.name) for topic in (self._stage.reads, *self._stage.writes, DEAD)}
        deadline = time.monotonic() + _TOPICS_S
        while missing := needed - self._existing_topics():
            if time.monotonic() > deadline:
                raise StageStoppedError(f"no such topic: {', '.join(sorted(missing))}", "run: adwatch topics apply")
            if self._stop.wait(0.5):
                raise StoppedError("waiting for topics")

    def _existing_topics(self) -> set[str]:
        return keep_trying("list topics", self._consumer.topics, self._settings.failure, self._stop)

    def _commit_pending(self, timeout_ms: int = _COMMIT_MS) -> None:
        if not self._pending:
            return
        try:
            self._consumer.commit(self._pending, timeout_ms=timeout_ms)
        except KafkaError as error:
            refuse_hopeless(error)
            log.warning("commit_failed", topic=self._topic, error=str(error))
            if not error.retriable:  # we are out of the group: whoever has the partitions now does the records again
                self._pending.clear()
        else:
            self._pending.clear()


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs on the client's own thread while we wait inside `poll`; committing from here is not possible."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._inbox._pending.clear()  # others may have gone further by the time we could commit
        self._inbox._ready = False

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._inbox._ready = True
        log.info("partitions_assigned", partitions=sorted(each.partition for each in assigned))

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        self.on_partitions_revoked(lost)
