"""A stage whose connection to the broker is slow, silent, cut or half closed: it costs time and nothing else."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adwatch.loop_thread import LoopThread
from benchmarks.chaos.proxy import Line, Proxy
from infra.engines import kafka, ports
from processors.settings import ProcessorSettings
from tests.integration.brokers import Broker, own_broker, settings_on
from tests.integration.streams import (
    CLIENTS,
    Running,
    ads_on,
    committed,
    invented,
    letters,
    passing,
    publish,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines
STAGE = stage_of(passing, batch=50)
BAD = (Line.SLOW, Line.SILENT, Line.CUT, Line.HALF_CLOSED)


class Behind(Broker):
    """A broker with a second door, to which one comes through a proxy."""

    def __init__(self, home: Path, proxy: Proxy, door: int) -> None:
        self._door = kafka.Door(door, proxy.port)
        super().__init__(home)

    def start(self) -> None:
        self.pid = kafka.start(self._java, self._programs, self._places, self.port, self._door)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Broker, Proxy]]:
    with LoopThread("proxy") as loop:
        door = ports.pick()
        proxy = Proxy(loop, door)
        with own_broker(tmp_path_factory.mktemp("broker"), lambda home: Behind(home, proxy, door)) as broker:
            yield broker, proxy
        proxy.close()


def behind(settings: ProcessorSettings, proxy: Proxy, client: str) -> ProcessorSettings:
    """The same installation, reached through the proxy."""
    through = settings.kafka.model_copy(update={"bootstrap": f"127.0.0.1:{proxy.port}", "client": client})
    return settings.model_copy(update={"kafka": through})


@pytest.mark.parametrize("client", CLIENTS)
def test_a_bad_line_costs_time_and_nothing_else(line: tuple[Broker, Proxy], tmp_path: Path, client: str) -> None:
    broker, proxy = line
    settings = settings_on(broker, tmp_path, f"{client}-")
    ads = invented(150 * len(BAD))
    stage = Running(STAGE, behind(settings, proxy, client))
    try:
        for number, kind in enumerate(BAD):
            mine = ads[150 * number : 150 * (number + 1)]
            publish(settings, mine[:50])
            wait_for(lambda: committed(settings, STAGE) > 0, "the first ads")
            with proxy.being(kind):
                publish(settings, mine[50:])
                time.sleep(2)  # what the line is like for a while is the fault itself
        wait_for(lambda: committed(settings, STAGE) >= len(ads), "everything passed on")
    finally:
        code = stage.end()

    assert code == 0
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}
    assert letters(settings) == []


@pytest.mark.parametrize("client", CLIENTS)
def test_told_to_end_while_the_line_is_silent_it_ends(line: tuple[Broker, Proxy], tmp_path: Path, client: str) -> None:
    broker, proxy = line
    settings = settings_on(broker, tmp_path, f"end-{client}-")
    stage = Running(STAGE, behind(settings, proxy, client))
    publish(settings, invented(200))
    wait_for(lambda: ads_on(settings), "the first ads")
    with proxy.being(Line.SILENT):
        assert stage.end(seconds=10) == 0
