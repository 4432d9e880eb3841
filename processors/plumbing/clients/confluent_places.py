"""Partitions as confluent-kafka has them, and as we do."""

from collections.abc import Iterable
from typing import Any

from confluent_kafka import TopicPartition

from processors.plumbing.clients.confluent_errors import translation
from processors.state import Place


def place_of(message: Any) -> Place:
    """The partition of a message."""
    return Place(message.topic(), message.partition())


def theirs(places: Iterable[Place]) -> list[TopicPartition]:
    """Partitions as confluent-kafka has them."""
    return [TopicPartition(*place) for place in places]


def ours(places: Iterable[TopicPartition]) -> list[Place]:
    """Partitions as we have them."""
    return [Place(each.topic, each.partition) for each in places]


def by_place(found: Iterable[TopicPartition]) -> dict[Place, int]:
    """The offsets of an answer. Raises what the answer says of any of them."""
    for each in found:
        if each.error:
            raise translation(each.error)
    return {Place(each.topic, each.partition): each.offset for each in found}
