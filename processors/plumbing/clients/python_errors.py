"""The errors of kafka-python as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka.errors import AuthorizationError, KafkaConfigurationError, KafkaError

from processors.errors import StageStoppedError
from processors.plumbing.clients import BusError


@contextmanager
def translated() -> Iterator[None]:
    """Whatever Kafka refuses in the block leaves it as a BusError or a StageStoppedError."""
    try:
        yield
    except KafkaError as error:
        raise translation(error) from error


def translation(error: Exception) -> Exception:
    """A StageStoppedError when waiting cannot help: a right is missing, or a setting is wrong."""
    if isinstance(error, AuthorizationError):
        return StageStoppedError(f"Kafka refuses: {error}", "grant this user the right on the topic or group")
    if isinstance(error, KafkaConfigurationError):
        return StageStoppedError(f"settings of Kafka: {error}", "change them: ADWATCH_KAFKA__...")
    return BusError(str(error), retriable=bool(getattr(error, "retriable", False)))
