"""Processes of `enrich` in one group: who has partitions, and what came out."""

from collections import Counter
from collections.abc import Collection

from kafka import KafkaAdminClient
from kafka.errors import RetriableError

from adwatch import bus
from adwatch.progress import wait_for
from processors.settings import KafkaSettings
from schemas.topics import CHILD_SAFETY, DEAD, ENRICHED

OUT = (ENRICHED, CHILD_SAFETY, DEAD)
LONGEST_S = 1800.0
PATIENCE_S = 300.0  # for the last ads of processes that left


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
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        return sum(bus.length(admin, kafka, topic) for topic in OUT)
    finally:
        admin.close()


def keys(kafka: KafkaSettings) -> Counter[str]:
    """How often each ad came out."""
    return Counter(key for topic in OUT for key, _ in bus.read_all(kafka, topic))


def balance(wanted: Collection[str], out: Counter[str]) -> dict[str, int]:
    """How many of the ads did not come out, and how many came out once more.

    An ad that comes out twice is the same record with the same id and edition, which every later stage knows.
    """
    return {
        "published": len(wanted),
        "missing": len(set(wanted) - out.keys()),
        "again": sum(times - 1 for times in out.values()),
    }
