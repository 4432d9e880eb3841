"""A producer whose broker is away says so all the time, so that nobody takes it for one that hangs."""

import threading
from collections.abc import Callable, Sequence

import pytest

from processors.plumbing import clients
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import BusError, Failure
from processors.plumbing.produce import Producer
from processors.settings import FailureSettings, KafkaSettings

MESSAGE = Outgoing("topic", b"key", b"value")


class Away:
    """Takes nothing the first two times, and looks each time whether it is wanted; the second one cannot be had."""

    def __init__(self) -> None:
        self.made, self.sent = 0, 0

    def connect(self, _: KafkaSettings) -> "Away":
        self.made += 1
        if self.made == 2:
            raise BusError("away")
        return self

    def send(self, messages: Sequence[Outgoing], is_wanted: Callable[[], bool]) -> list[Failure]:
        assert is_wanted()
        self.sent += 1
        return [Failure(each, BusError("away")) for each in messages] if self.sent < 3 else []

    def close(self, timeout_s: float) -> None:
        """Nothing to let go of."""


def test_it_says_that_it_waits_with_every_try(monkeypatch: pytest.MonkeyPatch) -> None:
    away, waited = Away(), []
    monkeypatch.setattr(clients, "sender", away.connect)
    quick = FailureSettings(backoff_s=1e-4, backoff_max_s=1e-4)
    producer = Producer(KafkaSettings(), quick, threading.Event(), lambda: waited.append((away.made, away.sent)))
    assert producer.deliver([MESSAGE]) == []
    # connected, tried in vain, connected in vain, connected, tried in vain, connected, tried
    assert waited == [(0, 0), (1, 0), (1, 1), (2, 1), (3, 1), (3, 2), (4, 2)]
