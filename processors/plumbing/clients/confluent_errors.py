"""The errors of confluent-kafka as ours, and its calls that know no time-out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from confluent_kafka import KafkaError, KafkaException

from processors.errors import StageStoppedError
from processors.plumbing.clients import BusError

T = TypeVar("T")

_FORBIDDEN = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
    KafkaError.SASL_AUTHENTICATION_FAILED,
}
_WRONG_SETTING = {KafkaError._INVALID_ARG, KafkaError._CONFLICT}
# We are out of the group, or were never as far as the broker knows: trying again cannot help.
_OUTSIDE = {
    KafkaError.ILLEGAL_GENERATION,
    KafkaError.UNKNOWN_MEMBER_ID,
    KafkaError.FENCED_INSTANCE_ID,
    KafkaError.REBALANCE_IN_PROGRESS,
    KafkaError._ASSIGNMENT_LOST,
    KafkaError._STATE,
}


@contextmanager
def translated() -> Iterator[None]:
    """Whatever Kafka refuses in the block leaves it as a BusError or a StageStoppedError."""
    try:
        yield
    except KafkaException as error:
        raise translation(error.args[0]) from error


def translation(error: KafkaError) -> Exception:
    """A StageStoppedError when waiting cannot help: a right is missing, or a setting is wrong."""
    if error.code() in _FORBIDDEN:
        return StageStoppedError(f"Kafka refuses: {error.str()}", "grant this user the right on the topic or group")
    if error.code() in _WRONG_SETTING:
        return StageStoppedError(f"settings of Kafka: {error.str()}", "change them: ADWATCH_KAFKA__...")
    return BusError(error.str(), retriable=error.code() not in _OUTSIDE)


def within(seconds: float, call: Callable[[], T]) -> T:
    """The result of a call that may block for much longer. Raises BusError when it is not there in time."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(call())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name="kafka-call")
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise BusError(f"Kafka gave no answer for {seconds:g} s")
    return done[0]
