"""The whole link stage on one core, Kafka excluded: what an ad costs, and whether that grows with the ads kept."""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.line import line
from benchmarks.link_ads import SETTINGS, START, enriched
from benchmarks.link_corpus import Invented, Recipe, corpus
from processors.enrich.signature import signatures
from processors.link import build
from processors.stage import Emit, StatefulProcess
from processors.state import Store
from schemas.ad import EnrichedAd

TARGET = 8_000.0  # ads a second
BATCH = 500
RATE = 1_000.0  # ads a second, by the clock that the stage is shown
BLOCK = 5_000  # ads that are made up at a time, each block with its own words and actors
TENTHS = 10


class Ran(NamedTuple):
    """One run over all ads."""

    seconds: list[float]  # of one core, for each tenth of the ads
    rest_s: float  # to tell again what was in line at the end
    told: int  # ads put out


def run(ads: int, seed: int) -> int:
    """Measure and print the JSON line."""
    with tempfile.TemporaryDirectory(prefix="adwatch-bench-") as folder:
        home = Path(folder)
        ran = link(ads, seed, home)
        size = (home / "data.mdb").stat().st_blocks * 512
        restart_s = restart(home, next(enriched(corpus(seed, Recipe(ads=1)))))
    spent = sum(ran.seconds) + ran.rest_s
    details: dict[str, Any] = {
        "ads": ads,
        "microseconds_per_ad": round(spent / ads * 1e6, 1),
        "microseconds_by_tenth": [round(each / ads * TENTHS * 1e6, 1) for each in ran.seconds],
        "microseconds_at_the_end": round(ran.rest_s / ads * 1e6, 1),
        "ads_told_per_ad": round(ran.told / ads, 3),
        "state_bytes_per_ad": round(size / ads),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "restart_s": round(restart_s, 3),
        "rebuild_s": round(spent, 1),  # the same work again, and reading the topic
        "signature_ads_per_second": round(signing(seed)),
    }
    print(line("link", round(ads / spent, 1), "ads/s", TARGET, details, ("lmdb", "msgspec", "numpy", "backports.zstd")))
    return 0


def link(ads: int, seed: int, folder: Path) -> Ran:
    """All ads through the stage's own process, a transaction a batch, as if RATE of them came a second; making the ads
    up is not counted, telling again what is in line at the end is."""
    seconds, told, done = [0.0] * TENTHS, 0, 0
    process = build(SETTINGS, now=lambda: START.timestamp() + done / RATE)
    with Store(folder) as store:
        for batch in batches(ads, seed):
            started = time.process_time()
            told += _one(process, batch, store) + _one(process, [], store)
            seconds[done * TENTHS // ads] += time.process_time() - started
            done += len(batch)
        started = time.process_time()
        told += sum(iter(lambda: _one(process, [], store), 0))
        rest_s = time.process_time() - started
    return Ran(seconds, rest_s, told)


def _one(process: StatefulProcess, records: list[EnrichedAd], store: Store) -> int:
    """How many ads were told."""
    with store.begin() as transaction:
        outcomes = process(records, transaction)
        transaction.commit({})
    return sum(len(one.outputs) for one in outcomes if isinstance(one, Emit))


def restart(folder: Path, ad: EnrichedAd) -> float:
    """Seconds until a new process would have linked its first ad, imports not counted."""
    started = time.perf_counter()
    process = build(SETTINGS)
    with Store(folder) as store, store.begin() as transaction:
        process([ad], transaction)
    return time.perf_counter() - started


def signing(seed: int) -> float:
    """Signatures a second on one core."""
    texts = [one.text for one in corpus(seed, Recipe(ads=2_000))]
    started = time.process_time()
    for start in range(0, len(texts), BATCH):
        list(signatures(texts[start : start + BATCH]))
    return len(texts) / (time.process_time() - started)


def batches(ads: int, seed: int) -> Iterator[list[EnrichedAd]]:
    """The ads in batches, in the order of their arrival."""
    for number, block in enumerate(blocks(ads, seed)):
        for start in range(0, len(block), BATCH):
            yield list(enriched(block[start : start + BATCH], number * BLOCK + start))


def blocks(ads: int, seed: int) -> Iterator[list[Invented]]:
    """The ads, a block at a time."""
    for number, start in enumerate(range(0, ads, BLOCK)):
        yield corpus(seed * 10_000 + number, Recipe(ads=min(BLOCK, ads - start)))
