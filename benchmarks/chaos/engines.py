"""Kafka and Elasticsearch of this run alone, which can be killed and come back on the same port with their data."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from adwatch.loop_thread import LoopThread
from benchmarks.chaos.proxy import Proxy
from infra.engines import elasticsearch, java, kafka, ports, processes
from infra.engines.fetch import fetch
from infra.engines.places import Places
from processors.cache_folder import cache_folder


class Engine:
    """One engine: `port` is where it listens, `proxy` the bad connection that the system has to it."""

    def __init__(self, name: str, home: Path, loop: LoopThread) -> None:
        self._places, self._java = Places(home), java.find()
        self.port = ports.pick()
        if name == "kafka":
            door = ports.pick({self.port})
            self.proxy, self._mark = Proxy(loop, door), kafka.mark(self._places)
            self._start: Callable[[java.Java, Path, Places, int], int] = partial(
                kafka.start, behind=kafka.Door(door, self.proxy.port)
            )
        else:
            self.proxy, self._mark = Proxy(loop, self.port), elasticsearch.mark(self._places)
            self._start = elasticsearch.start
        self._programs = fetch(name, cache_folder(), lambda _: None)

    def start(self) -> None:
        """Returns when it takes requests. Raises EngineError."""
        self._start(self._java, self._programs, self._places, self.port)

    def send(self, number: signal.Signals) -> None:
        """A signal to the server itself."""
        for process in processes.find(self._mark):
            os.kill(process.pid, number)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.send(signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        """End it in good order, if it runs."""
        processes.stop(processes.find(self._mark))


@contextmanager
def running(home: Path, loop: LoopThread) -> Iterator[tuple[Engine, Engine]]:
    """Kafka and Elasticsearch while the block runs; none is left behind."""
    broker, search = Engine("kafka", home, loop), Engine("elasticsearch", home, loop)
    with ExitStack() as up:
        for engine in (broker, search):
            up.callback(engine.proxy.close)
            up.callback(engine.stop)
            engine.start()
        yield broker, search
