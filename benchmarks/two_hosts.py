"""One and two hosts with a process of `enrich` each, in one group; then one is cut off in mid-stream and comes back."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from adwatch.processes import Children
from adwatch.progress import wait_for
from benchmarks.group import PATIENCE_S, balance, done, joined, keys
from benchmarks.hosts import HUB, Network, hosts, why_not
from benchmarks.publishing import publish
from infra import topics
from infra.engines import java, kafka, ports, processes
from infra.engines.fetch import fetch
from infra.engines.keys import KEYS
from infra.engines.places import Places
from processors.cache_folder import cache_folder
from processors.settings import KafkaSettings
from schemas.ad import RawAd

NAMES = ("one", "two")


class Site(NamedTuple):
    """The hosts, and the broker on the hub as it is reached from there and from the hosts."""

    network: Network
    here: str
    there: str
    home: Path
    secrets: dict[str, str]  # the same for all hosts

    def topics(self, prefix: str) -> KafkaSettings:
        """Topics of their own."""
        made = KafkaSettings(bootstrap=self.here, topic_prefix=prefix)
        topics.apply(made.bootstrap, made.topic, made.partitions, made.replication)
        return made

    def start(self, host: str, made: KafkaSettings, running: ExitStack) -> None:
        """A process of enrich on that host, with a home of its own."""
        home = self.home / host
        bus = {"ADWATCH_KAFKA__BOOTSTRAP": self.there, "ADWATCH_KAFKA__TOPIC_PREFIX": made.topic_prefix}
        children = running.enter_context(Children({**bus, **self.secrets, "ADWATCH_HOME": str(home)}, home / "logs"))
        with self.network.inside(host):
            children.start(f"enrich-{made.topic_prefix}", "run", "enrich")


def two_hosts(raw: Sequence[RawAd], warm: int, home: Path) -> dict[str, Any]:
    """Ads a second of one and of two hosts, and whether an ad is lost when one is cut off; or why that cannot be."""
    if reason := why_not():
        return {"not_measured": reason}
    with site(home) as there:
        rates = {count: _steady(there, raw, warm, NAMES[:count]) for count in (1, 2)}
        return {
            "ads_per_second": {str(count): round(rate, 1) for count, rate in rates.items()},
            "times_one_host": round(rates[2] / rates[1], 2),
            "while_one_is_cut_off": _cut_off(there, raw),
        }


@contextmanager
def site(home: Path) -> Iterator[Site]:
    """Two hosts and a broker; this process is on the hub as long as the block lasts."""
    home.mkdir(parents=True)
    with hosts(NAMES) as network, network.inside(HUB):
        address, port = network.addresses[HUB], ports.pick()
        door = ports.pick({port})
        places, programs = Places(home), fetch("kafka", cache_folder(), lambda _: None)
        secrets = {f"ADWATCH_SECRETS__{name.upper()}": make() for name, make in KEYS.items()}
        try:
            kafka.start(java.find(), programs, places, port, kafka.Door(door, door, address))
            yield Site(network, f"127.0.0.1:{port}", f"{address}:{door}", home, secrets)
        finally:
            processes.stop(processes.find(kafka.mark(places)))


def _steady(there: Site, raw: Sequence[RawAd], warm: int, names: Sequence[str]) -> float:
    """Ads a second with one process on each of these hosts, from the first ad to the last."""
    made = there.topics(f"steady{len(names)}-")
    with ExitStack() as running:
        for host in names:
            there.start(host, made, running)
        joined(made, len(names))
        publish(raw[:warm], made)
        done(made, warm)
        started = time.monotonic()
        publish(raw[warm:], made)
        done(made, len(raw))
        return (len(raw) - warm) / (time.monotonic() - started)


def _cut_off(there: Site, raw: Sequence[RawAd]) -> dict[str, int]:
    """Half of the ads come while both work, half while one is cut off; then it is back. What became of them?"""
    made, half = there.topics("cut-"), len(raw) // 2
    with ExitStack() as running:
        for host in NAMES:
            there.start(host, made, running)
        joined(made, len(NAMES))
        publish(raw[:half], made)
        done(made, half // 4)
        there.network.cut(NAMES[0])
        publish(raw[half:], made)
        joined(made, 1)
        there.network.mend(NAMES[0])
        joined(made, len(NAMES))
        wanted = {ad.ad_id for ad in raw}
        wait_for(lambda: wanted <= keys(made).keys(), PATIENCE_S, every_s=2.0)
        return balance(wanted, keys(made))
