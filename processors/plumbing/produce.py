"""Putting records on the bus so that each is acknowledged, or is known to be unacceptable."""

import threading
from collections.abc import Callable, Sequence

import structlog

from processors.plumbing import clients
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import Failure
from processors.plumbing.patience import Backoff, StoppedError, keep_trying
from processors.settings import FailureSettings, KafkaSettings

log = structlog.get_logger()


class Producer:
    """An idempotent producer that is replaced after any failure: no client is to be trusted after one. It calls `waits`
    again and again while it waits for Kafka."""

    def __init__(
        self, kafka: KafkaSettings, failure: FailureSettings, stop: threading.Event, waits: Callable[[], None]
    ) -> None:
        self._kafka, self._failure, self._stop, self._waits = kafka, failure, stop, waits
        self._sender = self._connected()

    def deliver(self, messages: Sequence[Outgoing]) -> list[Failure]:
        """Returns when every message is acknowledged, except those returned: they never will be, as they are.

        Waits for a broker that is away for as long as it takes; raises StoppedError when `stop` is set meanwhile.
        """
        backoff = Backoff(self._failure)
        while messages and (failures := self._sender.send(messages, self._is_wanted)):
            if self._stop.is_set():
                raise StoppedError("waiting for acknowledgements")
            self._replace()
            if any(failure.culprit for failure in failures):
                return self._without_culprits(failures)
            log.warning("not_acknowledged", records=len(failures), error=str(failures[0].error))
            if self._stop.wait(backoff.next_s()):
                raise StoppedError("waiting for acknowledgements")
            messages = [failure.message for failure in failures]
        return []

    def _without_culprits(self, failures: list[Failure]) -> list[Failure]:
        """A refused record drags others of its time along with its own error, so halves are tried until it is alone."""
        if len(failures) == 1:
            return failures
        middle = len(failures) // 2
        halves = failures[:middle], failures[middle:]
        return [culprit for half in halves for culprit in self.deliver([failure.message for failure in half])]

    def _is_wanted(self) -> bool:
        self._waits()
        return not self._stop.is_set()

    def _replace(self) -> None:
        self.close()
        self._sender = self._connected()

    def _connected(self) -> clients.Sender:
        return keep_trying("connect a producer", self._connect, self._failure, self._stop)

    def _connect(self) -> clients.Sender:
        self._waits()
        return clients.sender(self._kafka)

    def close(self, timeout_s: float = 1.0) -> None:
        """Let go of the connection; what is not acknowledged by now is given up."""
        self._sender.close(timeout_s)
