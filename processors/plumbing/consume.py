"""Taking records from the bus in batches, and saying which of them are done with.

Two ways: a stage without state shares the partitions with its group; a stage with state reads all of them itself, from
the offsets in its store. A batch is finished or given back before the next poll, and a group can only change inside a
poll, so what is committed always belongs to us.
"""

import threading
from collections.abc import Collection, Mapping, Sequence

import structlog

from processors.plumbing import clients
from processors.plumbing.batch import Received, first_offsets, next_offsets
from processors.plumbing.clients import BusError, Listener, LostPlaceError, NoPlaceError
from processors.plumbing.commits import Commits
from processors.plumbing.lost_place import find_again
from processors.plumbing.merge import Merge
from processors.plumbing.patience import Backoff, keep_trying
from processors.plumbing.progress import Progress, Whereabouts
from processors.plumbing.topics_needed import await_topics
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Place
from schemas.topics import DEAD

_LAST_MS = 1000  # for what is tried once more when all is over

log = structlog.get_logger()


class Inbox:
    """The input of one stage. Raises StoppedError when `stop` is set while connecting."""

    def __init__(self, stage: Stage, settings: ProcessorSettings, stop: threading.Event) -> None:
        self._stage, self._settings, self._stop = stage, settings, stop
        self._topics = clients.topics_of(stage, settings)
        self._backoff = Backoff(settings.failure)
        self._grouped = stage.state is None
        self._merge = Merge() if stage.in_order else None
        self._ready = False
        self._consumer = keep_trying(
            "connect a consumer", lambda: clients.consumer(stage, settings), settings.failure, stop
        )
        self._commits = Commits(self._consumer, self._topics)
        self._whereabouts = Whereabouts(self._consumer)

    @property
    def ready(self) -> bool:
        """Partitions have been dealt out to us, or taken."""
        return self._ready

    def begin(self, offsets: Mapping[Place, int]) -> None:
        """Ask for records: a stage with state from the `offsets` in its store on, any other where its group is.

        Raises StageStoppedError when a topic of the stage is missing, StoppedError when `stop` is set meanwhile.
        """
        needed = {*self._topics, *(self._settings.kafka.topic(topic.name) for topic in (*self._stage.writes, DEAD))}
        await_topics(needed, self._existing_topics, self._stop)
        if self._grouped:
            self._consumer.subscribe(Listener(self._gained, self._gone))
        else:
            self._assign(offsets)

    def poll(self) -> list[Received]:
        """The next records, those of a partition in their order; empty when none came for half a second."""
        self._commits.send()
        try:
            batch = self._take() if self._merge is None else self._take_in_order(self._merge)
        except BusError as error:
            log.warning("poll_failed", topics=self._topics, error=str(error))
            self._stop.wait(self._backoff.next_s())
            return []
        self._backoff.reset()
        if batch:
            self._whereabouts.moved()
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
        self._whereabouts.moved()
        return []

    def commit(self, batch: Sequence[Received]) -> None:
        """These are done with. When the broker is away, committing is tried again before the next poll."""
        self._commits.add(next_offsets(batch))
        self._commits.send()

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
            found = self._whereabouts.progress()
        except BusError as error:
            log.warning("progress_unknown", topics=self._topics, error=str(error))
            return None
        if found is None:
            return None
        return {self.label(*place): Progress(self._reached(place, at), end) for place, (at, end) in found.items()}

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
        self._commits.send(_LAST_MS)
        self._consumer.close(_LAST_MS)

    def _assign(self, offsets: Mapping[Place, int]) -> None:
        places = keep_trying("list partitions", self._consumer.places, self._settings.failure, self._stop)
        self._consumer.assign({place: offsets.get(place) for place in sorted(places)})
        self._commits.add({place: offset for place, offset in offsets.items() if place in places})  # for others to see
        self._ready = True

    def _existing_topics(self) -> set[str]:
        return keep_trying("list topics", self._consumer.topics, self._settings.failure, self._stop)

    def _gained(self, places: Collection[Place]) -> None:
        self._ready = True
        self._whereabouts.moved()  # the group may have us begin further back
        log.info("partitions_assigned", partitions=[self.label(*place) for place in sorted(places)])

    def _gone(self) -> None:
        self._commits.forget()  # others may have gone further by the time we could commit
        self._ready = False
