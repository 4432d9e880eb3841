"""Does an ad cost the same with a million behind it? The stage functions with their states, over growing numbers.

At each size the last ads before it go, batch by batch, through the states with all ads behind them and through a copy
of those with few: the same ads in the same minutes, so that what else the machine does is in both figures. What is put
in is a steady stream: of groups that end, so that as many ads change others as before.
"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from adwatch import chain, settings
from adwatch.stage_process import YOUNG
from benchmarks.invented import APART, BLOCK, START, of_its_world, streamed
from benchmarks.line import line
from benchmarks.stages import Stages, copied
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd

TARGET = 1.1  # times what an ad cost at the first size
BATCH = 500
WINDOW = 5 * BLOCK  # ads before a size over which the cost is measured
LEAD = 2 * BLOCK  # ads before those, which fill caches and the line of ads to be told again
APART_BY = WINDOW + LEAD  # at least, sizes: else there is nothing to measure before one


class Cost(NamedTuple):
    """What an ad costs: microseconds of processor time by stage, and how many ads linking puts out for it."""

    microseconds: dict[str, float]
    told: float

    @property
    def whole(self) -> float:
        """All stages together."""
        return sum(self.microseconds.values())

    def details(self) -> dict[str, Any]:
        """For the result."""
        micros = {stage: round(value, 1) for stage, value in self.microseconds.items()}
        return {"cpu_microseconds_per_ad": {**micros, "all": round(self.whole, 1)}, "told_per_ad": round(self.told, 3)}


class Grown(NamedTuple):
    """The last ads before a size: with all ads behind them, and with few."""

    ads: int
    many: Cost
    few: Cost
    state_bytes: dict[str, int]  # on the disk, an ad
    memory_mb: int  # at most, so far

    @property
    def times(self) -> float:
        """What an ad costs with all behind it, for what it costs with few."""
        return self.many.whole / self.few.whole

    def details(self) -> dict[str, Any]:
        """For the result."""
        return {
            "ads": self.ads, "times": round(self.times, 3), **self.many.details(), "with_few": self.few.details(),
            "state_bytes_per_ad": self.state_bytes, "memory_mb": self.memory_mb,
        }  # fmt: skip


def run(sizes: Sequence[int], few: int, seed: int) -> int:
    """Measure and print the JSON line; what is known so far goes to standard error at each size."""
    gc.set_threshold(YOUNG)  # as in a process of a stage
    found: list[Grown] = []
    with tempfile.TemporaryDirectory(prefix="adwatch-bench-") as folder:
        home = Path(folder)
        for grown in measure(sizes, few, seed, chain.with_keys(settings.load(home=home)), home):
            found.append(grown)
            print(orjson.dumps(grown.details()).decode(), file=sys.stderr, flush=True)
    details = {"few": few, "window": WINDOW, "sizes": [grown.details() for grown in found]}
    print(line("flat", round(found[-1].times, 3), "times the cost with few", TARGET, details, ("lmdb",)))
    return 0


def measure(sizes: Sequence[int], few: int, seed: int, loaded: ProcessorSettings, home: Path) -> Iterator[Grown]:
    """The cost at each size, from small to large, in one run over as many ads as the largest.

    Those with few behind them have `few` in the middle of what is measured. Making the ads up is not counted.
    """
    stream = _Stream(sizes[-1], seed, loaded)
    kept = max(0, few - LEAD - WINDOW // 2)
    with Stages(home / "many", loaded, stream.now) as many:
        for batch in stream.until(kept):
            many.take(batch)
    copied(home / "many", home / "few")
    with Stages(home / "many", loaded, stream.now) as many:
        for size in sizes:
            for batch in stream.until(size - APART_BY):
                many.take(batch)
            with Stages(copied(home / "few", home / f"few-{size}"), loaded, stream.now) as others:
                yield _compared(size, stream, many, others)


def _compared(size: int, stream: "_Stream", many: Stages, few: Stages) -> Grown:
    for until in (size - WINDOW, size):
        stream.begin()
        many.begin()
        few.begin()
        before = stream.taken
        for batch in stream.until(until):
            many.take(batch)
            few.take(batch)
    ads = stream.taken - before
    return Grown(
        ads=size,
        many=_cost(stream, many, ads),
        few=_cost(stream, few, ads),
        state_bytes={stage: size_on_disk // size for stage, size_on_disk in many.bytes_on_disk().items()},
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def _cost(stream: "_Stream", stages: Stages, ads: int) -> Cost:
    seconds = {"enrich": stream.spent, **stages.spent}
    return Cost({stage: each / ads * 1e6 for stage, each in seconds.items()}, stages.told / ads)


class _Stream:
    """The ads, read; `spent` holds the seconds of processor time that reading took since `begin`."""

    def __init__(self, ads: int, seed: int, loaded: ProcessorSettings) -> None:
        self._ads, self._enrich = streamed(ads, seed), chain.enrich(loaded)
        self.taken, self.spent = 0, 0.0

    def now(self) -> float:
        """A clock for linking, which waits before it tells older ads again."""
        return (START + self.taken * APART).timestamp()

    def begin(self) -> None:
        """Count from here on."""
        self.spent = 0.0

    def until(self, number: int) -> Iterator[list[EnrichedAd]]:
        """The next batches, up to the ad with this number."""
        while batch := list(islice(self._ads, min(BATCH, max(0, number - self.taken)))):
            started = time.process_time()
            read = self._enrich(batch)
            self.spent += time.process_time() - started
            self.taken += len(batch)
            yield [of_its_world(ad) for ad in read if isinstance(ad, EnrichedAd)]
