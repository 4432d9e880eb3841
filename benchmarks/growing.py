"""One, two and four processes of `enrich` in one group: how much faster, and is an ad lost while they come and go?"""

import os
import time
from collections.abc import Sequence
from typing import Any

from adwatch import settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.progress import wait_for
from benchmarks.group import PATIENCE_S, balance, done, joined, keys
from benchmarks.invented import invented
from benchmarks.line import line
from benchmarks.publishing import publish
from benchmarks.two_hosts import two_hosts
from infra import topics
from processors.settings import ProcessorSettings
from schemas.ad import RawAd

TARGET = 1.8  # times one process, with two on two idle cores; the broker and the benchmark need their share
WARM_UP = 300  # ads before the measured ones, so that every process is loaded and has its partitions


def run(ads: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when an ad is missing."""
    home = settings.home() / "bench"
    raw = invented(WARM_UP + ads, seed)
    work.begin_afresh(home)
    os.environ["ADWATCH_HOME"] = str(home)
    with work.engines(home):
        rates = {count: steady(raw, count) for count in (1, 2, 4)}
        come_and_go = coming_and_going(raw)
    apart = two_hosts(raw, WARM_UP, home / "hosts")
    cut_off = apart.get("while_one_is_cut_off", {"missing": 0})
    details: dict[str, Any] = {
        "ads": ads,
        "ads_per_second": {str(count): round(rate, 1) for count, rate in rates.items()},
        "times_one_process": {str(count): round(rate / rates[1], 2) for count, rate in rates.items()},
        "while_processes_come_and_go": come_and_go,
        "two_hosts": apart,
    }
    print(line("growing", round(rates[2] / rates[1], 2), "times one process", TARGET, details, ("kafka-python",)))
    return 1 if come_and_go["missing"] or cut_off["missing"] else 0


def steady(raw: Sequence[RawAd], count: int) -> float:
    """Ads a second with `count` processes from the first ad to the last."""
    loaded = fresh(f"grow{count}")
    with Children({}, loaded.home / "logs") as children:
        for number in range(count):
            children.start(f"enrich-{count}-{number}", "run", "enrich")
        joined(loaded.kafka, count)
        publish(raw[:WARM_UP], loaded.kafka)
        done(loaded.kafka, WARM_UP)
        started = time.monotonic()
        publish(raw[WARM_UP:], loaded.kafka)
        done(loaded.kafka, len(raw))
        return (len(raw) - WARM_UP) / (time.monotonic() - started)


def coming_and_going(raw: Sequence[RawAd]) -> dict[str, int]:
    """One process, then four, then two, while ads flow: which ids came out, and how many more than once."""
    loaded = fresh("growing")
    with Children({}, loaded.home / "logs") as children:
        children.start("enrich-a", "run", "enrich")
        publish(raw, loaded.kafka)
        done(loaded.kafka, len(raw) // 5)
        coming = [children.start(f"enrich-{name}", "run", "enrich") for name in "bcd"]
        done(loaded.kafka, len(raw) // 2)
        for leaving in coming[:2]:
            leaving.terminate()
        wanted = {ad.ad_id for ad in raw}
        wait_for(lambda: wanted <= keys(loaded.kafka).keys(), PATIENCE_S, every_s=2.0)
        out = keys(loaded.kafka)
    return balance(wanted, out)


def fresh(prefix: str) -> ProcessorSettings:
    """Settings with topics of their own."""
    os.environ["ADWATCH_KAFKA__TOPIC_PREFIX"] = f"{prefix}-"
    loaded = settings.load()
    topics.apply(loaded.kafka.bootstrap, loaded.kafka.topic, loaded.kafka.partitions, loaded.kafka.replication)
    return loaded
