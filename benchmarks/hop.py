"""One stage that does nothing, and what a record costs on its way through it: poll, decode, encode, produce, commit."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psutil
from kafka import KafkaProducer

from benchmarks.machine import cpu
from processors.plumbing.clients import BATCH_BYTES, LINGER_MS
from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings
from processors.stage import Outcome, Stage
from processors.stream import run_stage
from schemas.topics import Topic


class Hop(NamedTuple):
    """Seconds of processor time, and records, between the first batch and the last."""

    records: int
    stage_s: float
    broker_s: float
    seconds: float

    def figures(self) -> dict[str, float]:
        """For people."""
        return {
            "microseconds_per_record": round(self.stage_s / self.records * 1e6, 1),
            "broker_microseconds_per_record": round(self.broker_s / self.records * 1e6, 1),
            "records_per_second": round(self.records / self.seconds),
        }


def publish(values: Sequence[tuple[bytes, bytes]], topic: Topic, settings: ProcessorSettings) -> None:
    """Put keys and values on the bus as a stage does."""
    producer = KafkaProducer(
        bootstrap_servers=settings.kafka.bootstrap, linger_ms=LINGER_MS, batch_size=BATCH_BYTES, compression_type="lz4"
    )
    for key, value in values:
        producer.send(settings.kafka.topic(topic.name), key=key, value=value)
    producer.flush()
    producer.close()


def through(
    settings: ProcessorSettings,
    broker: psutil.Process,
    stage: Callable[[Callable[..., Sequence[Outcome]]], Stage],
    nothing: Callable[[Sequence[Any]], Sequence[Outcome]],
    wanted: int,
) -> Hop:
    """Have a stage that does nothing take so many records. Raises RuntimeError when that is not what it has taken."""
    marks: list[tuple[int, float, float, float]] = []
    taken = put_out = 0

    def marked(records: Sequence[Any], *_: Any) -> Sequence[Outcome]:
        nonlocal taken, put_out
        marks.append((taken, time.process_time(), cpu(broker), time.monotonic()))
        answers = nothing(records)
        taken += len(records)
        put_out += sum(len(getattr(answer, "outputs", ())) for answer in answers)
        return answers

    made = stage(marked)
    code = run_stage(made, settings, threading.Event(), until_idle=1.0)
    report = read_report(settings.home, made.name)
    if code or taken != wanted or report is None or report.out != put_out:
        raise RuntimeError(f"{made.name}: {taken} of {wanted} records went through; it ended with {code}")
    (first, *began), (last, *ended) = marks[0], marks[-1]
    return Hop(last - first, *(after - before for before, after in zip(began, ended, strict=True)))
