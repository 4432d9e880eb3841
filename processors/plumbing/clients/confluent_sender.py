"""Sending with confluent-kafka."""

import time
from collections.abc import Callable, Sequence
from functools import partial

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException, Message

from processors.errors import StageStoppedError
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import GRACE_S, LOOK_S, BusError, Failure
from processors.plumbing.clients.confluent_errors import translated, translation
from processors.plumbing.clients.confluent_options import producer_options
from processors.settings import KafkaSettings

# The record itself is at fault; any other error is the connection's, the broker's or the producer's.
_CULPRIT = {KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_RECORD, KafkaError.INVALID_TIMESTAMP}


class ConfluentSender:
    """`Sender` by confluent-kafka."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._expire_s = kafka.delivery_timeout_ms / 1000 + GRACE_S
        with translated():
            self._client = confluent_kafka.Producer(producer_options(kafka))

    def send(self, messages: Sequence[Outgoing], is_wanted: Callable[[], bool]) -> list[Failure]:
        """Those that were not acknowledged. Raises StageStoppedError when an operator must act."""
        answers: list[KafkaError | str | None] = ["neither acknowledged nor refused"] * len(messages)

        def told(position: int, error: KafkaError | None, _: Message) -> None:
            answers[position] = error

        for position, message in enumerate(messages):
            try:
                self._produce(message, partial(told, position))
            except KafkaException as error:  # this record is beyond the client's own limit
                answers[position] = error.args[0]
        self._flush(is_wanted)
        return [
            _failure(message, answer) for message, answer in zip(messages, answers, strict=True) if answer is not None
        ]

    def _produce(self, message: Outgoing, told: Callable[[KafkaError | None, Message], None]) -> None:
        while True:
            try:
                self._client.produce(message.topic, message.value, message.key, on_delivery=told)
            except BufferError:  # its queue is full: some must be acknowledged first
                self._client.poll(LOOK_S)
            else:
                return

    def _flush(self, is_wanted: Callable[[], bool]) -> None:
        """Wait until everything is answered; a few seconds when nobody wants it any more."""
        patience_s, deadline = GRACE_S, time.monotonic() + self._expire_s
        while patience_s > 0 and time.monotonic() < deadline and self._client.flush(LOOK_S):
            if not is_wanted():
                patience_s -= LOOK_S

    def close(self, timeout_s: float) -> None:
        """Let go of the connection; what is not acknowledged by now is given up."""
        self._client.purge()
        self._client.flush(timeout_s)


def _failure(message: Outgoing, answer: KafkaError | str) -> Failure:
    if isinstance(answer, str):
        return Failure(message, BusError(answer))
    meaning = translation(answer)
    if isinstance(meaning, StageStoppedError):
        raise meaning
    return Failure(message, KafkaException(answer), answer.code() in _CULPRIT)
