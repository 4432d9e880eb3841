"""Waiting for the other side: again and again, ever less often, and never longer than we are wanted."""

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from processors.plumbing.clients import BusError
from processors.settings import FailureSettings

T = TypeVar("T")
log = structlog.get_logger()


class StoppedError(Exception):
    """Raised when the stage was asked to stop while something was still to be waited for. Nothing was committed."""


class Backoff:
    """How long to wait before the next try, in seconds: doubling up to a limit until `reset`."""

    def __init__(self, failure: FailureSettings) -> None:
        self._first_s, self._most_s = failure.backoff_s, failure.backoff_max_s
        self.reset()

    def reset(self) -> None:
        self._next_s = self._first_s

    def next_s(self) -> float:
        wait_s = min(self._next_s, self._most_s)
        self._next_s = wait_s * 2
        return wait_s


def keep_trying(what: str, make: Callable[[], T], failure: FailureSettings, stop: threading.Event) -> T:
    """The result of `make`, tried for as long as Kafka does not answer.

    Raises StoppedError when `stop` is set first.
    """
    backoff = Backoff(failure)
    while not stop.is_set():
        try:
            return make()
        except BusError as error:
            log.warning("kafka_unreachable", doing=what, error=str(error))
            stop.wait(backoff.next_s())
    raise StoppedError(what)
