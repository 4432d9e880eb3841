"""Ads a second from `ads.raw` to searchable, on the real engines, and what the time is spent on."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from kafka import KafkaProducer

import simulator
from adwatch import settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.progress import wait_for
from adwatch.reader import Reader
from benchmarks.ceiling import ceiling
from benchmarks.line import line
from infra.engines import control
from processors.pipeline import STAGES
from processors.plumbing import metrics
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW

TARGET = 600.0  # ads a second, two cores, everything on them
SAMPLE = 4_000  # ads for the ceiling: enough for a steady figure
WARM_UP = 3_000  # ads before the measured ones: engines and stages compile and fill their caches; reported apart


@dataclass(frozen=True)
class Measured:
    """One run through the running system."""

    seconds: float  # from the first ad published to the last one searchable
    searchable: int
    cpu: dict[str, float]  # seconds of each process
    memory_mb: dict[str, int]


def run(ads: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when nothing became searchable."""
    home = settings.home() / "bench"
    raw = invented(WARM_UP + ads, seed)
    with installation(home):
        loaded = settings.load()
        with Children({}, home / "logs") as children:
            work.start_stages(children)
            cold = measure(raw[:WARM_UP], loaded, children)
            measured = measure(raw[WARM_UP:], loaded, children)
        stages = [report for stage in STAGES if (report := metrics.read_report(home, stage))]
        below = ceiling(raw[:SAMPLE], loaded)
    rate = measured.searchable / measured.seconds
    details: dict[str, Any] = {
        "ads": ads,
        "first_ads_per_second": {str(WARM_UP): round(cold.searchable / cold.seconds, 1)},
        "searchable": measured.searchable,
        "seconds": round(measured.seconds, 2),
        "stage_ads_per_busy_second": {r.stage: round(r.records_in / r.busy_s) for r in stages if r.busy_s},
        "cpu_microseconds_per_ad": {name: round(s / ads * 1e6) for name, s in measured.cpu.items()},
        "memory_mb": measured.memory_mb,
        "functions_alone_microseconds_per_ad": below,
    }
    versions = ("kafka-python", "elasticsearch", "spacy", "msgspec", "lmdb")
    print(line("pipeline", round(rate, 1), "ads/s", TARGET, details, versions))
    return 0 if measured.searchable else 1


def invented(ads: int, seed: int) -> list[RawAd]:
    """The simulator's ads as a crawl would publish them."""
    world = simulator.world(ads=ads, seed=seed)
    return [simulator.raw_ad(ad, world.observed_at) for ad in world.ads]


@contextmanager
def installation(home: Path) -> Iterator[None]:
    """Fresh engines of the benchmark's own while the block runs; alerts go to a file."""
    work.begin_afresh(home)
    os.environ.update({"ADWATCH_HOME": str(home), "ADWATCH_NOTIFY__TARGETS": f'["file://{home}/alerts.jsonl"]'})
    with work.engines(home):
        yield


def measure(raw: Sequence[RawAd], loaded: ProcessorSettings, children: Children) -> Measured:
    """Publish everything at once and wait until it is searchable or nothing moves any more."""
    processes = _processes(loaded.home)
    before = {name: _cpu(process) for name, process in processes.items()}
    with Reader(loaded.search) as reader:
        already = reader.count_ads()
        started = time.monotonic()
        publish(raw, loaded)
        last = _wait_until_still(reader, children)
    return Measured(
        seconds=last[0] - started,
        searchable=last[1] - already,
        cpu={name: _cpu(process) - before[name] for name, process in processes.items()},
        memory_mb={name: process.memory_info().rss // 2**20 for name, process in processes.items()},
    )


def publish(raw: Sequence[RawAd], loaded: ProcessorSettings) -> None:
    """Put the ads on `ads.raw` as the hand-over does."""
    producer = KafkaProducer(
        bootstrap_servers=loaded.kafka.bootstrap, acks="all", linger_ms=20, batch_size=131_072, compression_type="lz4"
    )
    topic = loaded.kafka.topic(RAW.name)
    for ad in raw:
        producer.send(topic, key=ad.ad_id.encode(), value=encode(ad))
    producer.flush()
    producer.close()


def _wait_until_still(reader: Reader, children: Children, still_s: float = 15.0) -> tuple[float, int]:
    """(moment, number) of the last growth of the index: the children's lane keeps it below the number published."""
    seen = [time.monotonic(), 0]

    def still() -> bool:
        now, count = time.monotonic(), reader.count_ads()
        if count > seen[1]:
            seen[:] = [now, count]
        return bool(children.ended()) or now - seen[0] > still_s

    wait_for(still, timeout_s=3600, every_s=0.5)
    return float(seen[0]), int(seen[1])


def _processes(home: Path) -> dict[str, psutil.Process]:
    found = {stage: report.pid for stage in STAGES if (report := metrics.read_report(home, stage))}
    engines = {name: each.engine.pid for name, each in control.status(home).items()}
    return {name: psutil.Process(pid) for name, pid in {**found, **engines}.items()}


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
