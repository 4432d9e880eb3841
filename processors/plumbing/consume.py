"""Taking records from the bus in batches, and saying which of them are done with.

Two ways: a stage without state shares the partitions with its group; a stage with state reads all of them itself, from
the offsets in its store. A batch is finished or given back before the next poll, and a group can only change inside a
poll, so what is committed always belongs to us.
"""

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import structlog

from processors.errors import StageStoppedError
from processors.plumbing import clients
from processors.plumbing.batch import Received, first_offsets, next_offsets
from processors.plumbing.clients import BusError, Listener, LostPlaceError, NoPlaceError
from processors.plumbing.lost_place import find_again
from processors.plumbing.merge import Merge
from processors.plumbing.patience import Backoff, StoppedError, keep_trying
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Place
from schemas.topics import DEAD

_COMMIT_MS = 2000  # it is tried again before each poll
_LAST_MS = 1000  # for what is tried once more when all is over
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
        self._topics = clients.topics_of(stage, settings)
        self._backoff = Backoff(settings.failure)
        self._pending: dict[Place, int] = {}
        self._grouped = stage.state is None
        self._merge = Merge() if stage.in_order else None
        self._ready = False
        # where all partitions end, when nothing is left in any and nothing came since
        self._at_end: dict[Place, int] = {}
        self._consumer = keep_trying(
            "connect a consumer", lambda: clients.consumer(stage, settings), settings.failure, stop
        )

    @property
    def ready(self) -> bool:
        """Partitions have been dealt out to us, or taken."""
        return self._ready

    def begin(self, offsets: Mapping[Place, int]) -> None:
        """Ask for records: a stage with state from the `offsets` in its store on, any other where its group is.

        Raises StageStoppedError when a topic of the stage is missing, StoppedError when `stop` is set meanwhile.
        """
        self._require_topics()
        if self._grouped:
            self._consumer.subscribe(Listener(self._gained, self._gone))
        else:
            self._assign(offsets)

    def poll(self) -> list[Received]:
        """The next records, those of a partition in their order; empty when none came for half a second."""
        self._commit_pending()
        try:
            batch = self._take() if self._merge is None else self._take_in_order(self._merge)
        except BusError as error:
            log.warning("poll_failed", topics=self._topics, error=str(error))
            self._stop.wait(self._backoff.next_s())
            return []
        self._backoff.reset()
        if batch:
            self._at_end = {}
        return batch

    def _take_in_order(self, merge: Merge) -> list[Received]:
        """The oldest records first. When nothing came, what waits is handed out: nobody is waited for in vain."""
        ready = merge.take(self._stage.batch, self._behind())
        if ready:
            return ready
        fetched = self._take()
        merge.add(fetched)
        return merge.take(self._stage.batch, self._behind() if fetched else ())

    def _behind(self) -> list[Place]:
        """Partitions that have more on the bus than was fetched, as far as the last answers said."""
        ends = {each: self._consumer.seen_end(each) for each in self._consumer.assigned()}
        return [place for place, end in ends.items() if end is None or (self._consumer.position(place) or 0) < end]

    def _take(self) -> list[Received]:
        try:
            return self._consumer.poll()
        except NoPlaceError as error:
            for place in error.places:
                self._consumer.seek(place, None)
        except LostPlaceError as error:
            find_again(self._consumer, error.places, has_state=not self._grouped)
        self._at_end = {}
        return []

    def commit(self, batch: Sequence[Received]) -> None:
        """These are done with. When the broker is away, committing is tried again before the next poll."""
        self._pending |= next_offsets(batch)
        self._commit_pending()

    def rewind(self, batch: Sequence[Received]) -> None:
        """These are not done with: give them, and what follows them, again. `seek` alone does it, at once."""
        for place, offset in first_offsets(batch).items():
            self._consumer.seek(place, offset)
            if self._merge is not None:
                self._merge.drop(place)

    def progress(self) -> dict[str, Progress] | None:
        """Per partition of ours, by its label, how far we are; None while that is not known."""
        if not self._ready:
            return None
        try:
            places = self._consumer.assigned()
            ends = self._consumer.ends(places) if places else {}
            positions = self._positions(ends)
        except BusError as error:
            log.warning("progress_unknown", topics=self._topics, error=str(error))
            return None
        known = {place: position for place, position in positions.items() if position is not None}
        if len(known) < len(ends):
            return None
        self._at_end = ends if known == ends else {}
        return {self.label(*place): Progress(self._reached(place, at), ends[place]) for place, at in known.items()}

    def _positions(self, ends: dict[Place, int]) -> Mapping[Place, int | None]:
        """Where we are. An idle client is not asked for each partition, which is half of what it does when idle."""
        if ends == self._at_end:
            return ends
        return {place: self._consumer.position(place) for place in ends}

    def label(self, topic: str, partition: int) -> str:
        """What a partition is called in metrics: its number alone where there is one topic."""
        return str(partition) if len(self._topics) == 1 else f"{topic}/{partition}"

    def _reached(self, place: Place, position: int) -> int:
        """Where we are: what was fetched and waits for its turn is not done with."""
        waiting = self._merge.first(place) if self._merge is not None else None
        return position if waiting is None else waiting

    def adopt_new_partitions(self) -> None:
        """For a stage that reads all partitions itself: take those that were added to the topic, from their start."""
        if self._grouped:
            return
        try:
            added = self._consumer.places() - self._consumer.assigned()
        except BusError:  # asked again in a moment
            return
        if added:
            log.warning("partitions_added", partitions=[self.label(*place) for place in sorted(added)])
            self._consumer.assign(dict.fromkeys(added))

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        self._commit_pending(_LAST_MS)
        self._consumer.close(_LAST_MS)

    def _assign(self, offsets: Mapping[Place, int]) -> None:
        places = keep_trying("list partitions", self._consumer.places, self._settings.failure, self._stop)
        self._consumer.assign({place: offsets.get(place) for place in sorted(places)})
        self._pending |= {place: offset for place, offset in offsets.items() if place in places}  # for others to see
        self._ready = True

    def _require_topics(self) -> None:
        """Wait a moment for topics that are just being made."""
        needed = {*self._topics, *(self._settings.kafka.topic(topic.name) for topic in (*self._stage.writes, DEAD))}
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
            self._consumer.commit(self._pending, timeout_ms)
        except BusError as error:
            log.warning("commit_failed", topics=self._topics, error=str(error))
            if not error.retriable:  # we are out of the group: whoever has the partitions now does the records again
                self._pending.clear()
        else:
            self._pending.clear()

    def _gained(self, places: Collection[Place]) -> None:
        self._ready, self._at_end = True, {}  # the group may have us begin further back
        log.info("partitions_assigned", partitions=[self.label(*place) for place in sorted(places)])

    def _gone(self) -> None:
        self._pending.clear()  # others may have gone further by the time we could commit
        self._ready = False
