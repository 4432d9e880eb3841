"""What a record costs on its way through one stage that does nothing: poll, decode, encode, produce, flush, commit."""

import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import msgspec
import psutil
from kafka import KafkaProducer

from benchmarks.hop import Hop, publish, through
from benchmarks.hops_chain import measured as chain
from benchmarks.hops_chain import samples
from benchmarks.invented import invented
from benchmarks.line import line
from infra import topics
from infra.engines import java, kafka, places, ports, processes
from infra.engines.fetch import fetch
from processors.cache_folder import cache_folder
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from processors.stream import run_stage
from schemas import ids
from schemas.base import Record
from schemas.codec import encode
from schemas.topics import ENRICHED, LINKED

TARGET = 100.0  # microseconds a record; nine hops an ad, so a hop is to cost next to nothing beside the reading
SAMPLE = 200  # ads that are read; the others repeat them under ids of their own
IDLE_S = 5.0
RATE, DRIPPED = 150.0, 1_500  # records a second that come one by one, and how many of them
CLIENTS = ("kafka-python", "confluent-kafka")


def run(records: int, seed: int) -> int:
    """Measure and print the JSON line. Raises RuntimeError when a record is missing."""
    with tempfile.TemporaryDirectory(prefix="adwatch-hops-") as folder, broker(Path(folder)) as (port, process):
        ready = samples(invented(SAMPLE, seed), ProcessorSettings())
        values = again(ready[ENRICHED.name], records)
        found: dict[str, dict[str, Any]] = {}
        measured(installed(CLIENTS[0], port, Path(folder), "warm-"), process, values)  # the broker compiles itself
        for client in CLIENTS:
            settings = installed(client, port, Path(folder), f"{client}-")
            found[client] = measured(settings, process, values).figures()
            found[client] |= one_by_one(settings, process, values[:DRIPPED])
            found[client]["idle_cpu_ms_per_second"] = round(idle(settings) * 1000, 1)
            found[client] |= chain(installed(client, port, Path(folder), f"chain-{client}-"), process, ready, records)
    size = round(sum(len(value) for _, value in values) / len(values))
    details: dict[str, Any] = {
        "records": len(values), "bytes_per_record": size, "partitions": settings.kafka.partitions, **found,
    }  # fmt: skip
    value = found[CLIENTS[0]]["microseconds_per_record"]
    versions = ("kafka-python", "confluent-kafka", "msgspec", "lz4", "crc32c")
    print(line("hops", value, "microseconds", TARGET, details, versions))
    return 0


@contextmanager
def broker(home: Path) -> Iterator[tuple[int, psutil.Process]]:
    """A Kafka of the benchmark's own, with the settings of every installation: its port and process."""
    where, port = places.Places(home), ports.pick(set())
    pid = kafka.start(java.find(), fetch("kafka", cache_folder(), lambda _: None), where, port)
    try:
        yield port, psutil.Process(pid)
    finally:
        processes.stop(processes.find(kafka.mark(where)))


def installed(client: str, port: int, home: Path, prefix: str) -> ProcessorSettings:
    """Settings with topics of their own."""
    bus = KafkaSettings.model_validate({"bootstrap": f"127.0.0.1:{port}", "client": client, "topic_prefix": prefix})
    topics.apply(bus.bootstrap, bus.topic, bus.partitions, bus.replication)
    return ProcessorSettings(kafka=bus, home=home / prefix)


def again(sample: Sequence[Record], records: int) -> list[tuple[bytes, bytes]]:
    """Keys and values of so many ads: those of the sample, again and again under new ids."""
    keys = [ids.ad_id("hops", str(number)) for number in range(records)]
    return [
        (key.encode(), encode(msgspec.structs.replace(ad, ad_id=key)))
        for key, ad in zip(keys, cycle(sample), strict=False)
    ]


def measured(settings: ProcessorSettings, broker: psutil.Process, values: Sequence[tuple[bytes, bytes]]) -> Hop:
    """One hop of all of them."""
    publish(values, ENRICHED, settings)
    return passed_on(settings, broker, len(values))


def one_by_one(
    settings: ProcessorSettings, broker: psutil.Process, values: Sequence[tuple[bytes, bytes]]
) -> dict[str, float]:
    """What a record costs when they come at a steady rate, each by itself, as ads do that are waited for."""
    context = multiprocessing.get_context("spawn")  # a process of its own: what it takes is not the stage's
    begun = context.Event()
    publisher = context.Process(target=drip, args=(settings, values, begun))
    publisher.start()
    begun.wait()
    hop = passed_on(settings, broker, len(values))
    publisher.join()
    return {f"one_by_one_{name}": value for name, value in hop.figures().items()}


def drip(settings: ProcessorSettings, values: Sequence[tuple[bytes, bytes]], begun: Event) -> None:
    """Publish them at that rate; `begun` is set with the first."""
    producer = KafkaProducer(bootstrap_servers=settings.kafka.bootstrap, compression_type="lz4")
    start = time.monotonic()
    for number, (key, value) in enumerate(values):
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
        producer.send(settings.kafka.topic(ENRICHED.name), key=key, value=value).get()
        begun.set()
    producer.close()


def passed_on(settings: ProcessorSettings, broker: psutil.Process, wanted: int) -> Hop:
    """Have a stage that does nothing take so many ads, and put each out again."""
    return through(settings, broker, stage, lambda ads: [Emit(((LINKED, ad),)) for ad in ads], wanted)


def idle(settings: ProcessorSettings) -> float:
    """Seconds of processor time that a second costs while there is nothing to do."""
    stop = threading.Event()
    running = threading.Thread(target=run_stage, args=(stage(lambda ads: []), settings, stop))
    running.start()
    time.sleep(IDLE_S)  # it has joined by then
    before = time.process_time()
    time.sleep(IDLE_S)
    spent = time.process_time() - before
    stop.set()
    running.join()
    return spent / IDLE_S


def stage(process: Callable[..., Sequence[Outcome]]) -> Stage:
    """One that reads what `enrich` puts out."""
    return Stage("hops", ENRICHED, (LINKED,), lambda settings: process)
