"""A Kafka of a test's own, to be killed, frozen and started again."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from infra import topics
from infra.engines import java, kafka, places, ports, processes
from infra.engines.fetch import fetch
from processors.cache_folder import cache_folder
from processors.settings import KafkaSettings, ProcessorSettings
from tests.integration.streams import QUICK


class Broker:
    """One Kafka on a port that stays the same."""

    def __init__(self, home: Path) -> None:
        self._places = places.Places(home)
        self._java = java.find()
        self._programs = fetch("kafka", cache_folder(), lambda _: None)
        self.port = ports.pick(set())
        self.start()

    def start(self) -> None:
        self.pid = kafka.start(self._java, self._programs, self._places, self.port)

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send(signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        processes.stop(processes.find(kafka.mark(self._places)))


@contextmanager
def own_broker(home: Path, make: Callable[[Path], Broker] = Broker) -> Iterator[Broker]:
    broker = make(home)
    try:
        yield broker
    finally:
        broker.stop()


def settings_on(broker: Broker, home: Path, prefix: str, **changes: int) -> ProcessorSettings:
    """Settings with topics of their own on that broker."""
    bus = KafkaSettings(
        bootstrap=f"127.0.0.1:{broker.port}", topic_prefix=prefix, partitions=3, session_timeout_ms=6000, **changes
    )
    topics.apply(bus.bootstrap, bus.topic, bus.partitions, bus.replication)
    return ProcessorSettings(kafka=bus, failure=QUICK, home=home)
