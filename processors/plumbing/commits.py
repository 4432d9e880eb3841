"""Telling Kafka which records are done with."""

from collections.abc import Mapping

import structlog

from processors.plumbing.clients import BusError, Consumer
from processors.state import Place

_MOST_MS = 2000  # it is tried again before each poll

log = structlog.get_logger()


class Commits:
    """The offsets that Kafka has not been told yet. What it does not take stays, to be told the next time."""

    def __init__(self, consumer: Consumer, topics: list[str]) -> None:
        self._consumer, self._topics = consumer, topics
        self._pending: dict[Place, int] = {}

    def add(self, offsets: Mapping[Place, int]) -> None:
        """These are to be told."""
        self._pending |= offsets

    def forget(self) -> None:
        """Nothing is to be told any more: others have the partitions."""
        self._pending.clear()

    def send(self, timeout_ms: int = _MOST_MS) -> None:
        """Tell what is left to be told."""
        if not self._pending:
            return
        try:
            self._consumer.commit(self._pending, timeout_ms)
        except BusError as error:
            log.warning("commit_failed", topics=self._topics, error=str(error))
            if error.retriable:
                return
        # taken; or we are out of the group, and whoever has the partitions now does the records again
        self._pending.clear()
