"""Topics on the broker, from the one table of `schemas.topics`. Never created by accident: auto-creation is off."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kafka.admin import ConfigResource, KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from infra.errors import EngineError
from schemas.topics import DAY_MS, TOPICS, Topic

TIMEOUT_MS = 5_000
# Only closed segments are deleted: with these a record outlives its retention by a day at most.
SEGMENT_MS = DAY_MS

Name = Callable[[str], str]  # a topic's name in `schemas.topics` -> its name on this broker


def settings_of(topic: Topic) -> dict[str, str]:
    """What the broker is told about one topic."""
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(topic.retention_ms),
        "segment.ms": str(SEGMENT_MS),
        "max.message.bytes": str(topic.max_bytes),
    }


def apply(bootstrap: str, name: Name, partitions: int, replication: int) -> list[str]:
    """Create the topics that are missing, correct the settings of the others, and say what was done, line by line.

    Partitions of a topic that exists are left alone: more of them would tear an ad's history over two. Harmless when
    repeated, and when two do it at once. Raises EngineError when the broker cannot be reached or refuses.
    """
    with _admin(bootstrap) as admin:
        existing = set(admin.list_topics())
        missing = {name(key): topic for key, topic in TOPICS.items() if name(key) not in existing}
        present = {name(key): topic for key, topic in TOPICS.items() if name(key) in existing}
        _create(admin, missing, partitions, replication)
        changed = _correct(admin, present)
    created = [f"created {each}: {partitions} partitions, {_days(topic)}" for each, topic in missing.items()]
    return created + changed


def missing(bootstrap: str, name: Name) -> list[str]:
    """Topics that are not on the broker, by their names there. Raises EngineError when it cannot be reached."""
    with _admin(bootstrap) as admin:
        existing = set(admin.list_topics())
    return [name(key) for key in TOPICS if name(key) not in existing]


def delete(bootstrap: str, name: Name) -> None:
    """Delete the topics with everything in them: for tests and benchmarks that used names of their own."""
    with _admin(bootstrap) as admin:
        existing = set(admin.list_topics())
        admin.delete_topics([name(key) for key in TOPICS if name(key) in existing])


@contextmanager
def _admin(bootstrap: str) -> Iterator[KafkaAdminClient]:
    try:
        admin = KafkaAdminClient(bootstrap_servers=bootstrap, bootstrap_timeout_ms=TIMEOUT_MS)
    except (KafkaError, ValueError) as error:
        raise EngineError(f"Kafka does not answer at {bootstrap}; is it up? (adwatch engines status)") from error
    try:
        yield admin
    except KafkaError as error:
        raise EngineError(f"Kafka at {bootstrap} refused: {type(error).__name__}") from error
    finally:
        admin.close()


def _create(admin: KafkaAdminClient, topics: Mapping[str, Topic], partitions: int, replication: int) -> None:
    wanted = {
        each: {"num_partitions": partitions, "replication_factor": replication, "configs": settings_of(topic)}
        for each, topic in topics.items()
    }
    if not wanted:
        return
    try:
        admin.create_topics(wanted, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        admin.wait_for_topics(list(wanted))  # somebody else applies the same table at this moment


def _correct(admin: KafkaAdminClient, topics: Mapping[str, Topic]) -> list[str]:
    found = {each: _settings_on(admin, each, settings_of(topic)) for each, topic in topics.items()}
    wrong = {each: topic for each, topic in topics.items() if found[each] != settings_of(topic)}
    if wrong:
        admin.alter_configs([ConfigResource("TOPIC", each, settings_of(topic)) for each, topic in wrong.items()])
    return [f"corrected {each}: {_days(topic)}" for each, topic in wrong.items()]


def _settings_on(admin: KafkaAdminClient, topic: str, keys: Mapping[str, str]) -> dict[str, Any]:
    resource = ConfigResource("TOPIC", topic, dict(keys))
    entries = admin.describe_configs([resource], config_filter="all")
    return {key: entries["topic"][topic][key]["value"] for key in keys}


def _days(topic: Topic) -> str:
    return f"kept {topic.retention_ms // DAY_MS} days; {topic.what}"
