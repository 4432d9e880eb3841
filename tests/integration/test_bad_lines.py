"""A stage whose connection to the broker is slow, silent, cut or half closed: it costs time and nothing else."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from adwatch.loop_thread import LoopThread
from benchmarks.chaos.proxy import Line, Proxy
from infra.engines import kafka, ports
from tests.integration.brokers import Broker, own_broker, settings_on
from tests.integration.streams import (
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


@pytest.mark.parametrize("client", ["kafka-python", "confluent-kafka"])
@pytest.mark.parametrize("kind", [Line.SLOW, Line.SILENT, Line.CUT, Line.HALF_CLOSED])
def test_a_bad_line_costs_time_and_nothing_else(
    line: tuple[Broker, Proxy], tmp_path: Path, kind: Line, client: str
) -> None:
    broker, proxy = line
    direct = settings_on(broker, tmp_path, f"{kind.name.lower()}-{client}-")
    behind = direct.kafka.model_copy(update={"bootstrap": f"127.0.0.1:{proxy.port}", "client": client})
    ads = invented(600)
    stage = Running(STAGE, direct.model_copy(update={"kafka": behind}))
    try:
        publish(direct, ads[:200])
        wait_for(lambda: ads_on(direct), "the first ads")
        with proxy.being(kind):
            publish(direct, ads[200:400])
            time.sleep(3)  # what the line is like for a while is the fault itself
        publish(direct, ads[400:])
        wait_for(lambda: committed(direct, STAGE) >= 600, "everything passed on")
    finally:
        code = stage.end()

    assert code == 0
    out = Counter(ad.ad_id for ad in ads_on(direct))
    assert out.keys() == {ad.ad_id for ad in ads}
    assert letters(direct) == []


def test_told_to_end_while_the_line_is_silent_it_ends(line: tuple[Broker, Proxy], tmp_path: Path) -> None:
    broker, proxy = line
    for client in ("kafka-python", "confluent-kafka"):
        direct = settings_on(broker, tmp_path / client, f"end-{client}-")
        behind = direct.kafka.model_copy(update={"bootstrap": f"127.0.0.1:{proxy.port}", "client": client})
        stage = Running(STAGE, direct.model_copy(update={"kafka": behind}))
        publish(direct, invented(200))
        wait_for(lambda at=direct: ads_on(at), "the first ads")  # type: ignore[misc]
        with proxy.being(Line.SILENT):
            assert stage.end(seconds=10) == 0
