"""Reading with confluent-kafka.

It gives the errors of a partition as messages among the others, and its calls may block for a minute while the broker
is away; so those that matter when a stage shall end are waited for no longer than is said.
"""

import time
from collections.abc import Collection, Mapping
from typing import Any

import confluent_kafka
from confluent_kafka import OFFSET_BEGINNING, KafkaError, KafkaException, TopicPartition

from processors.plumbing import clients
from processors.plumbing.batch import Received
from processors.plumbing.clients import BusError, Listener, LostPlaceError
from processors.plumbing.clients.confluent_errors import translated, translation, within
from processors.plumbing.clients.confluent_options import consumer_options
from processors.plumbing.clients.confluent_places import by_place, ours, place_of, theirs
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Place

_LATEST, _EARLIEST = -1, -2  # instead of a moment, when offsets are asked for
_ASK_S = clients.ASK_MS / 1000
_SEEK_S = 1.0


class ConfluentConsumer:
    """`Consumer` by confluent-kafka."""

    def __init__(self, stage: Stage, settings: ProcessorSettings) -> None:
        self._topics, self._most = clients.topics_of(stage, settings), stage.batch
        self._at: dict[Place, int] = {}  # where we are, as far as that is known
        self._mine: set[Place] = set()
        # What a message said is handled at the next poll, after the records beside it, if it is still true then.
        self._lost: dict[Place, int] = {}
        self._errors: list[Exception] = []
        self._collecting, self._known = False, (0.0, set[Place]())  # partitions, and until when that holds
        with translated():
            self._client = confluent_kafka.Consumer(consumer_options(stage, settings))

    def topics(self) -> set[str]:
        with translated():
            return set(self._client.list_topics(timeout=_ASK_S).topics)

    def places(self) -> set[Place]:
        until, known = self._known
        if time.monotonic() >= until:
            known = {place for topic in self._topics for place in self._partitions(topic)}
            self._known = time.monotonic() + clients.METADATA_MS / 1000, known
        return known

    def _partitions(self, topic: str) -> list[Place]:
        with translated():
            found = self._client.list_topics(topic, timeout=_ASK_S).topics[topic]
        if found.error:
            raise translation(found.error)
        return [Place(topic, number) for number in found.partitions]

    def subscribe(self, listener: Listener) -> None:
        def gained(_: Any, places: list[TopicPartition]) -> None:
            mine = ours(places)
            self._mine |= set(mine)  # also when nobody says in time where the group is: then the client goes on there
            try:
                self.assign(self._committed(mine))
            finally:
                listener.gained(mine)

        def gone(_: Any, places: list[TopicPartition]) -> None:
            for place in ours(places):
                self._mine.discard(place)
                self._at.pop(place, None)
            listener.gone()

        with translated():
            self._client.subscribe(self._topics, on_assign=gained, on_revoke=gone, on_lost=gone)

    def _committed(self, places: Collection[Place]) -> dict[Place, int | None]:
        """Where the group is; None where it never was, so that it begins there."""
        with translated():
            found = by_place(self._client.committed(theirs(places), timeout=_ASK_S))
        return {place: offset if offset >= 0 else None for place, offset in found.items()}

    def assign(self, places: Mapping[Place, int | None]) -> None:
        self._mine |= places.keys()
        for place, offset in places.items():
            self._go_on_at(place, offset)
        self._assign()

    def _go_on_at(self, place: Place, offset: int | None) -> None:
        self._at.pop(place, None) if offset is None else self._at.update({place: offset})

    def _assign(self) -> None:
        """All that is ours, each from where it is."""
        with translated():
            self._client.assign([TopicPartition(*place, self._at.get(place, OFFSET_BEGINNING)) for place in self._mine])

    def assigned(self) -> set[Place]:
        return set(self._mine)

    def poll(self) -> list[Received]:
        """What is there, once the first has come, and what comes in a moment while records keep coming: librdkafka
        itself would wait until there is a whole batch."""
        self._complain()
        moment_s = clients.COLLECT_MS / 1000 if self._collecting else 0
        with translated():
            first = self._client.poll(clients.POLL_MS / 1000)
            messages: list[Any] = [first, *self._beside(moment_s)] if first else []
        taken = []
        for message in messages:
            if self._is_sign(message):
                continue
            place, offset = place_of(message), message.offset()
            # not of a partition that is gone meanwhile, and not given before, as may be after `assign`
            if place in self._mine and offset >= self._at.get(place, 0):
                taken.append(Received(*place, offset, message.timestamp()[1], message.key(), message.value()))
                self._at[place] = offset + 1
        self._collecting = bool(taken)
        return taken

    def _beside(self, moment_s: float) -> list[Any]:
        """What else there is. When that fails, all is asked for again from where we noted that we are: the client would
        go on behind the first record, and behind whatever it was about to give."""
        try:
            found: list[Any] = self._client.consume(self._most - 1, timeout=moment_s)
        except BaseException:
            self._assign()
            raise
        return found

    def _is_sign(self, message: Any) -> bool:
        """Whether it tells of a partition instead of being a record. What is bad is kept for the next poll."""
        error = message.error()
        if error is None:
            return False
        if error.code() == KafkaError._PARTITION_EOF:
            self._at[place_of(message)] = message.offset()
        elif error.code() == KafkaError._AUTO_OFFSET_RESET:
            self._lost[place_of(message)] = message.offset()
        elif error.code() != KafkaError._MAX_POLL_EXCEEDED:  # then the group has dealt without us, and we were told
            self._errors.append(translation(error))
        return True

    def _complain(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        still = [place for place, at in self._lost.items() if place in self._mine and self._at.get(place, at) == at]
        self._lost.clear()
        if still:
            raise LostPlaceError(still)

    def seek(self, place: Place, offset: int | None) -> None:
        """It takes a moment until one can seek in what was just assigned; what gave an error must be assigned anew."""
        self._go_on_at(place, offset)
        there = TopicPartition(*place, OFFSET_BEGINNING if offset is None else offset)
        deadline = time.monotonic() + _SEEK_S
        while time.monotonic() < deadline:
            try:
                self._client.seek(there)
            except KafkaException:
                time.sleep(0.02)
            else:
                return
        self._assign()

    def position(self, place: Place) -> int | None:
        return self._at.get(place)

    def seen_end(self, place: Place) -> int | None:
        with translated():
            found = self._client.get_watermark_offsets(TopicPartition(*place), cached=True)
        return found[1] if found and found[1] >= 0 else None

    def beginnings(self, places: Collection[Place]) -> dict[Place, int]:
        return self._ask(places, _EARLIEST)

    def ends(self, places: Collection[Place]) -> dict[Place, int]:
        return self._ask(places, _LATEST)

    def _ask(self, places: Collection[Place], which: int) -> dict[Place, int]:
        """The client does not look for a partition that it does not know, bar once in minutes: it is made to."""
        with translated():
            try:
                found = self._client.offsets_for_times([TopicPartition(*at, which) for at in places], timeout=_ASK_S)
            except KafkaException as error:
                if error.args[0].code() == KafkaError._UNKNOWN_PARTITION:
                    for topic in self._topics:
                        self._partitions(topic)
                raise
        return by_place(found)

    def commit(self, offsets: Mapping[Place, int], timeout_ms: int) -> None:
        wanted = [TopicPartition(*place, offset) for place, offset in offsets.items()]
        with translated():
            done = within(timeout_ms / 1000, lambda: self._client.commit(offsets=wanted, asynchronous=False))
        by_place(done or [])

    def close(self, timeout_ms: int) -> None:
        try:
            within(timeout_ms / 1000, self._client.close)
        except BusError:
            return  # the broker is away: it will find out by itself that we are gone
