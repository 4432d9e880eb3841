"""One batch on its way through a stage: from bytes to outcomes, from outcomes to what goes out. No Kafka in here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from processors.stage import Emit, Outcome, Reject, Retry
from processors.state import Place
from schemas.base import Record
from schemas.codec import UndecodableError, decode, encode
from schemas.topics import Topic


class Received(NamedTuple):
    """A record as it lies on the bus."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None

    @property
    def place(self) -> Place:
        """The partition it lies in."""
        return Place(self.topic, self.partition)


class Outgoing(NamedTuple):
    """What is to be put on the bus."""

    topic: str
    key: bytes | None
    value: bytes


def outcomes(
    batch: Sequence[Received], kinds: Mapping[str, type[Record]], process: Callable[[Sequence[Any]], Sequence[Outcome]]
) -> list[Outcome]:
    """One outcome per record, in order; `kinds`: topic, by its name on the cluster, -> what its records are.

    What cannot be decoded is rejected and never shown to the stage. Neither is a tombstone, which says that what had
    this key is erased: it is done with.
    """
    decoded = [_decoded(record, kinds[record.topic]) for record in batch]
    readable = [value for value in decoded if not isinstance(value, Reject | Emit)]
    answers = process(readable) if readable else ()
    if len(answers) != len(readable):
        raise ValueError(f"the stage gave {len(answers)} outcomes for {len(readable)} records")
    waiting = iter(answers)
    return [value if isinstance(value, Reject | Emit) else next(waiting) for value in decoded]


def _decoded(record: Received, kind: type[Record]) -> Record | Reject | Emit:
    if record.value is None and record.key:
        return Emit()
    try:
        return decode(kind, record.value)
    except UndecodableError as error:
        return Reject("undecodable", str(error))


def settled(answers: Sequence[Outcome]) -> int:
    """How many records from the front are done with, one way or the other: all before the first `Retry`."""
    return next((count for count, answer in enumerate(answers) if isinstance(answer, Retry)), len(answers))


def emitted(answers: Iterable[Outcome], wire_name: Callable[[str], str]) -> list[Outgoing]:
    """What the accepted records put out, encoded, under the topics' names on this cluster."""
    return [
        Outgoing(wire_name(topic.name), key_of(topic, record), encode(record))
        for answer in answers
        if isinstance(answer, Emit)
        for topic, record in answer.outputs
    ]


def key_of(topic: Topic, record: Record) -> bytes:
    """The Kafka key: what belongs together has the same key and so keeps its order."""
    key: str = getattr(record, topic.key)
    return key.encode("utf-8", "replace")


def next_offsets(batch: Iterable[Received]) -> dict[Place, int]:
    """Per partition of the batch, the offset to go on from after it."""
    last = {record[:2]: record.offset for record in batch}  # a place is made for each partition, not for each record
    return {Place(*at): offset + 1 for at, offset in last.items()}


def first_times(batch: Sequence[Received]) -> dict[Place, float]:
    """Per partition of the batch, when its first record was put on the bus, in seconds since 1970."""
    first = {record[:2]: record.timestamp_ms for record in reversed(batch)}
    return {Place(*at): moment / 1000 for at, moment in first.items()}


def first_offsets(batch: Sequence[Received]) -> dict[Place, int]:
    """Per partition of the batch, the offset it begins with."""
    return {record.place: record.offset for record in reversed(batch)}
