"""One, two and four processes of `enrich` in one group: how much faster, and is an ad lost while they come and go?"""

import os
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.errors import RetriableError

from adwatch import bus, settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.progress import wait_for
from benchmarks.invented import invented
from benchmarks.line import line
from benchmarks.publishing import publish
from infra import topics
from processors.settings import KafkaSettings, ProcessorSettings
from schemas.ad import RawAd
from schemas.topics import CHILD_SAFETY, DEAD, ENRICHED

TARGET = 1.8  # times one process, with two on two idle cores; the broker and the benchmark need their share
OUT = (ENRICHED, CHILD_SAFETY, DEAD)
WARM_UP = 300  # ads before the measured ones, so that every process is loaded and has its partitions
LONGEST_S = 1800.0
PATIENCE_S = 300.0  # for the last ads of processes that left


def run(ads: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when an ad is missing."""
    home = settings.home() / "bench"
    raw = invented(WARM_UP + ads, seed)
    work.begin_afresh(home)
    os.environ["ADWATCH_HOME"] = str(home)
    with work.engines(home):
        rates = {count: steady(raw, count) for count in (1, 2, 4)}
        come_and_go = coming_and_going(raw)
    details: dict[str, Any] = {
        "ads": ads,
        "ads_per_second": {str(count): round(rate, 1) for count, rate in rates.items()},
        "times_one_process": {str(count): round(rate / rates[1], 2) for count, rate in rates.items()},
        "while_processes_come_and_go": come_and_go,
    }
    print(line("growing", round(rates[2] / rates[1], 2), "times one process", TARGET, details, ("kafka-python",)))
    return 1 if come_and_go["missing"] else 0


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
    """One process, then four, then two, while ads flow: which ids came out, and how many more than once.

    An ad that comes out twice is the same record with the same id and edition, which every later stage knows.
    """
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
    return {
        "published": len(raw),
        "missing": len(wanted - out.keys()),
        "again": sum(times - 1 for times in out.values()),
    }


def fresh(prefix: str) -> ProcessorSettings:
    """Settings with topics of their own."""
    os.environ["ADWATCH_KAFKA__TOPIC_PREFIX"] = f"{prefix}-"
    loaded = settings.load()
    topics.apply(loaded.kafka.bootstrap, loaded.kafka.topic, loaded.kafka.partitions, loaded.kafka.replication)
    return loaded


def joined(kafka: KafkaSettings, count: int) -> None:
    """Wait until each of so many processes has partitions. Raises TimeoutError."""
    admin, group = KafkaAdminClient(bootstrap_servers=kafka.bootstrap), kafka.group("enrich")

    def is_whole() -> bool:
        try:
            members = admin.describe_groups([group])[group]["members"]
        except RetriableError:  # a fresh broker, or a group that nobody has joined yet
            return False
        return sum(bool(one["member_assignment"]) for one in members) == count

    try:
        if not wait_for(is_whole, LONGEST_S):
            raise TimeoutError(f"not all of {count} processes have partitions")
    finally:
        admin.close()


def done(kafka: KafkaSettings, ads: int) -> None:
    """Wait until so many records came out. Raises TimeoutError."""
    if not wait_for(lambda: _out(kafka) >= ads, LONGEST_S):
        raise TimeoutError(f"{_out(kafka)} of {ads} came out")


def _out(kafka: KafkaSettings) -> int:
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap)
    try:
        names = [kafka.topic(topic.name) for topic in OUT]
        partitions = [TopicPartition(name, n) for name in names for n in consumer.partitions_for_topic(name) or ()]
        return sum(consumer.end_offsets(partitions).values())
    finally:
        consumer.close()


def keys(kafka: KafkaSettings) -> Counter[str]:
    """How often each ad came out."""
    return Counter(key for topic in OUT for key, _ in bus.read_all(kafka, topic))
