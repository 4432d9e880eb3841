"""What a stage is: a function on a batch of records that answers, record by record, what came of it.

A stage knows nothing of Kafka. `processors/stream.py` turns it into a running consumer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from processors.settings import ProcessorSettings
from processors.state import Transaction
from schemas.base import Record
from schemas.topics import Topic


@dataclass(frozen=True, slots=True)
class Emit:
    """Done; these records go out, each to its topic. No outputs is a good answer too."""

    outputs: tuple[tuple[Topic, Record], ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """Poison: this record is bad and will stay bad. Goes to `ads.dead` at once with its original bytes.

    `reason` is a short fixed word for metrics; `detail` tells an operator what to mend, without ad text or contacts.
    """

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Transient: the other side is down or busy. Tried again for as long as it takes, never dead-lettered."""

    reason: str


Outcome = Emit | Reject | Retry
Process = Callable[[Sequence[Any]], Sequence[Outcome]]
StatefulProcess = Callable[[Sequence[Any], Transaction], Sequence[Outcome]]
Owes = Callable[[Transaction], bool]


@dataclass(frozen=True, slots=True)
class Stage:
    """One line of the pipeline. `build` runs when the stage starts, so that importing the list loads nothing.

    With `state` set, the stage keeps a store of that name; its process gets the open transaction, in which the input
    offsets are committed together with whatever the process changed. A transaction may be undone and its records
    given again, so what a process remembers outside of it must not depend on them.

    With `also`, a stage with state reads further topics: their records come in the same batches, each of its topic's
    type, and only those of one partition in order.
    """

    name: str
    reads: Topic
    writes: tuple[Topic, ...]
    build: Callable[[ProcessorSettings], Process | StatefulProcess]
    state: str | None = None
    also: tuple[Topic, ...] = ()
    batch: int = 500  # records a poll, at most
    in_order: bool = False  # of all partitions together, as they came to the bus: for stages that go by event time
    tick_s: float | None = None  # call it with an empty batch so often, for what is due without a record; needs state
    owes: Owes | None = None  # whether a tick will put out something that waits in the state
    notes: str = field(default="", compare=False)
