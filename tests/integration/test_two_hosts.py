"""One stage on two hosts in one group: one is cut off in mid-stream, and comes back."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen

import pytest
from kafka import KafkaAdminClient
from kafka.errors import RetriableError

from benchmarks.hosts import HUB, Network, hosts, why_not
from infra.engines import kafka, ports
from processors.settings import ProcessorSettings
from tests.integration import crashing
from tests.integration.brokers import Broker, settings_on
from tests.integration.streams import ads_on, invented, letters, passing, publish, stage_of, wait_for

pytestmark = [pytest.mark.engines, pytest.mark.skipif(bool(why_not()), reason=why_not())]

ONE, TWO = "one", "two"
STAGE = stage_of(passing)
AT_ONCE = 20  # records in hand of a process, at most
MOST_S = 120.0


class Reachable(Broker):
    """A Kafka on the hub: at its loopback for the test, at its address for the hosts."""

    def __init__(self, home: Path, address: str) -> None:
        self.address = address
        super().__init__(home)

    def start(self) -> None:
        self.door = ports.pick({self.port})
        behind = kafka.Door(self.door, self.door, self.address)
        self.pid = kafka.start(self._java, self._programs, self._places, self.port, behind)


@pytest.fixture
def network() -> Iterator[Network]:
    """Two hosts; the test itself runs on the hub."""
    with hosts((ONE, TWO)) as made, made.inside(HUB):
        yield made


@pytest.fixture
def broker(network: Network, tmp_path: Path) -> Iterator[Reachable]:
    made = Reachable(tmp_path, network.addresses[HUB])
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def settings(broker: Reachable, tmp_path: Path) -> ProcessorSettings:
    return settings_on(broker, tmp_path / "home", "hosts-")


def start(network: Network, host: str, broker: Reachable, settings: ProcessorSettings) -> "Popen[bytes]":
    """The tiny stage, as a process on that host with a home of its own."""
    bus = settings.kafka.model_copy(update={"bootstrap": f"{broker.address}:{broker.door}"})
    with network.inside(host):
        return crashing.start(settings.model_copy(update={"kafka": bus, "home": settings.home / host}), None)


def at_work(settings: ProcessorSettings, network: Network) -> set[str]:
    """The hosts that have partitions of the stage."""
    group = settings.kafka.group(STAGE.name)
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    try:
        members = admin.describe_groups([group])[group]["members"]
    except RetriableError:  # nobody has joined yet
        return set()
    finally:
        admin.close()
    addresses = {one["client_host"].removeprefix("/") for one in members if one["member_assignment"]}
    return {host for host, address in network.addresses.items() if address in addresses}


def test_one_of_two_hosts_is_cut_off_in_mid_stream_and_comes_back_and_nothing_is_lost(
    network: Network, broker: Reachable, settings: ProcessorSettings
) -> None:
    ads = invented(3_500)
    with ExitStack() as running:
        for host in (ONE, TWO):
            process = start(network, host, broker, settings)
            running.callback(process.wait)
            running.callback(process.kill)
        wait_for(lambda: at_work(settings, network) == {ONE, TWO}, "partitions for both", MOST_S)

        publish(settings, ads[:2_000])
        wait_for(lambda: len(ads_on(settings)) > 100, "both at work", MOST_S)
        network.cut(ONE)
        assert len(ads_on(settings)) < 2_000  # it was in mid-stream
        publish(settings, ads[2_000:3_000])
        wait_for(lambda: at_work(settings, network) == {TWO}, "all partitions for the other", MOST_S)
        wait_for(lambda: len({ad.ad_id for ad in ads_on(settings)}) == 3_000, "every ad so far", MOST_S)

        network.mend(ONE)
        wait_for(lambda: at_work(settings, network) == {ONE, TWO}, "partitions for both again", MOST_S)
        publish(settings, ads[3_000:])
        wait_for(lambda: len({ad.ad_id for ad in ads_on(settings)}) == 3_500, "every ad", MOST_S)

    out = Counter(ad.ad_id for ad in ads_on(settings))
    assert out.keys() == {ad.ad_id for ad in ads}
    assert out.total() - len(out) <= 2 * AT_ONCE  # only what the host had in hand, when cut off and when it came back
    assert letters(settings) == []
