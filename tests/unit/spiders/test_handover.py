"""Parcels that a broker refuses hold up no other. The producer here refuses as Kafka does: a batch as one."""

from typing import Any

import msgspec
import pytest
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from kafka.future import Future

from spiders import handover
from spiders.handover import Courier, Delivered
from spiders.outbox import Parcel
from tests.unit.spiders.crawlers import Bus

BAD, LOST = b'"bad"', b'"lost"'


class Producer:
    """Takes what is sent until the first wait; then all of it is refused when one of it is bad."""

    def __init__(self) -> None:
        self.batch: list[tuple[bytes, Any]] = []
        self.times: list[int | None] = []

    def send(self, topic: str, key: bytes, value: bytes, timestamp_ms: int | None) -> Any:
        future = Answer(self)
        self.times.append(timestamp_ms)
        self.batch.append((value, future))
        return future

    def close(self, timeout_s: float) -> None:
        pass


class Answer(Future):  # type: ignore[misc]
    def __init__(self, producer: Producer) -> None:
        super().__init__()
        self._producer = producer

    def get(self, timeout_s: float) -> None:
        values = [value for value, _ in self._producer.batch]
        if LOST in values:
            raise KafkaTimeoutError
        if BAD in values:
            raise MessageSizeTooLargeError


def parcels(*values: bytes) -> list[Parcel]:
    return [Parcel("ads.raw", str(number), msgspec.Raw(value)) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "at_once", "done", "whole", "refused"),
    [
        ((b"1", b"2", b"3"), 10, 3, True, ()),
        ((b"1", BAD, b"3", b"4", b"5"), 10, 4, True, ("1",)),
        ((BAD, b"2", BAD), 2, 1, True, ("0", "2")),
        ((BAD, LOST), 10, 0, False, ()),
        ((BAD, b"2", LOST), 2, 1, False, ("0",)),
    ],
)
def test_who_is_always_refused_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
    values: tuple[bytes, ...],
    at_once: int,
    done: int,
    whole: bool,
    refused: tuple[str, ...],
) -> None:
    monkeypatch.setattr(handover, "connect", lambda bus, wait_s: Producer())
    sent: Delivered = Courier(Bus(), 1).deliver(iter(parcels(*values)), at_once)
    assert (sent.acknowledged, sent.is_whole) == (done, whole)
    assert [(parcel.key, reason) for parcel, reason in sent.refused] == [
        (key, "MessageSizeTooLargeError") for key in refused
    ]


def test_what_is_sent_again_keeps_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    producer = Producer()
    monkeypatch.setattr(handover, "connect", lambda bus, wait_s: producer)
    old = Parcel("ads.raw", "1", msgspec.Raw(b"1"), at_ms=1_700_000_000_000)
    assert Courier(Bus(), 1).send_all(iter([old, *parcels(b"2")]), 10) == (2, True)
    assert producer.times == [1_700_000_000_000, None]
