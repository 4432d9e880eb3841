"""What a record costs on its way through one stage that does nothing: poll, decode, encode, produce, flush, commit."""

import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import psutil
from kafka import KafkaProducer

from benchmarks.invented import invented
from benchmarks.line import line
from benchmarks.machine import cpu
from infra import topics
from infra.engines import java, kafka, places, ports, processes
from infra.engines.fetch import fetch
from processors.cache_folder import cache_folder
from processors.plumbing.clients import BATCH_BYTES, LINGER_MS
from processors.plumbing.metrics import read_report
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from processors.stream import run_stage
from schemas import ids
from schemas.ad import EnrichedAd
from schemas.codec import encode
from schemas.topics import ENRICHED, LINKED

TARGET = 100.0  # microseconds a record; nine hops an ad, so a hop is to cost next to nothing beside the reading
SAMPLE = 200  # ads that are read; the others repeat them under ids of their own
IDLE_S = 5.0
RATE, DRIPPED = 150.0, 1_500  # records a second that come one by one, and how many of them
CLIENTS = ("kafka-python", "confluent-kafka")


class Hop(NamedTuple):
    """Seconds of processor time, and records, between the first batch and the last."""

    records: int
    stage_s: float
    broker_s: float
    seconds: float


def run(records: int, seed: int) -> int:
    """Measure and print the JSON line. Raises RuntimeError when a record is missing."""
    with tempfile.TemporaryDirectory(prefix="adwatch-hops-") as folder, broker(Path(folder)) as (port, process):
        values = read(records, seed)
        found: dict[str, dict[str, float]] = {}
        measured(installed(CLIENTS[0], port, Path(folder), "warm-"), process, values)  # the broker compiles itself
        for client in CLIENTS:
            settings = installed(client, port, Path(folder), f"{client}-")
            found[client] = figures(measured(settings, process, values))
            found[client] |= one_by_one(settings, process, values[:DRIPPED])
            found[client]["idle_cpu_ms_per_second"] = round(idle(settings) * 1000, 1)
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


def read(records: int, seed: int) -> list[tuple[bytes, bytes]]:
    """Keys and values as `enrich` puts them out: simulated ads, read, again and again under new ids."""
    from processors.enrich import build

    answers = build(ProcessorSettings.model_validate({"secrets": {"token_key": "hops", "url_key": "hops"}}))(
        invented(SAMPLE, seed)
    )
    ads = [record for answer in answers if isinstance(answer, Emit) for topic, record in answer.outputs]
    sample: list[EnrichedAd] = [ad for ad in ads if isinstance(ad, EnrichedAd)]
    again = (sample[number % len(sample)] for number in range(records))
    named = [msgspec.structs.replace(ad, ad_id=ids.ad_id("hops", str(at))) for at, ad in enumerate(again)]
    return [(ad.ad_id.encode(), encode(ad)) for ad in named]


def publish(values: Sequence[tuple[bytes, bytes]], settings: ProcessorSettings) -> None:
    """Put them on the bus as `enrich` does."""
    producer = KafkaProducer(
        bootstrap_servers=settings.kafka.bootstrap, linger_ms=LINGER_MS, batch_size=BATCH_BYTES, compression_type="lz4"
    )
    for key, value in values:
        producer.send(settings.kafka.topic(ENRICHED.name), key=key, value=value)
    producer.flush()
    producer.close()


def measured(settings: ProcessorSettings, broker: psutil.Process, values: Sequence[tuple[bytes, bytes]]) -> Hop:
    """One hop of all of them."""
    publish(values, settings)
    return through(settings, broker, len(values))


def one_by_one(
    settings: ProcessorSettings, broker: psutil.Process, values: Sequence[tuple[bytes, bytes]]
) -> dict[str, float]:
    """What a record costs when they come at a steady rate, each by itself, as ads do that are waited for."""
    context = multiprocessing.get_context("spawn")  # a process of its own: what it takes is not the stage's
    begun = context.Event()
    publisher = context.Process(target=drip, args=(settings, values, begun))
    publisher.start()
    begun.wait()
    hop = through(settings, broker, len(values))
    publisher.join()
    return {f"one_by_one_{name}": value for name, value in figures(hop).items()}


def drip(settings: ProcessorSettings, values: Sequence[tuple[bytes, bytes]], begun: Event) -> None:
    """Publish them at that rate; `begun` is set with the first."""
    producer = KafkaProducer(bootstrap_servers=settings.kafka.bootstrap, compression_type="lz4")
    start = time.monotonic()
    for number, (key, value) in enumerate(values):
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
        producer.send(settings.kafka.topic(ENRICHED.name), key=key, value=value).get()
        begun.set()
    producer.close()


def through(settings: ProcessorSettings, broker: psutil.Process, wanted: int) -> Hop:
    """Have a stage that does nothing take all of them, and put each out again."""
    marks: list[tuple[int, float, float, float]] = []
    taken = 0

    def nothing(ads: Sequence[EnrichedAd]) -> Sequence[Outcome]:
        nonlocal taken
        marks.append((taken, time.process_time(), cpu(broker), time.monotonic()))
        taken += len(ads)
        return [Emit(((LINKED, ad),)) for ad in ads]

    code = run_stage(stage(nothing), settings, threading.Event(), until_idle=1.0)
    report = read_report(settings.home, "hops")
    if code or taken != wanted or report is None or report.out != wanted:
        raise RuntimeError(f"{taken} of {wanted} records went through; the stage ended with {code}")
    (first, *began), (last, *ended) = marks[0], marks[-1]
    return Hop(last - first, *(after - before for before, after in zip(began, ended, strict=True)))


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


def stage(process: Callable[[Sequence[EnrichedAd]], Sequence[Outcome]]) -> Stage:
    """One that reads what `enrich` puts out."""
    return Stage("hops", ENRICHED, (LINKED,), lambda settings: process)


def figures(hop: Hop) -> dict[str, float]:
    """Of one client, for people."""
    return {
        "microseconds_per_record": round(hop.stage_s / hop.records * 1e6, 1),
        "broker_microseconds_per_record": round(hop.broker_s / hop.records * 1e6, 1),
        "records_per_second": round(hop.records / hop.seconds),
    }
