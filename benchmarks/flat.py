"""Does an ad cost the same with a million behind it? The stage functions with their states, over growing numbers.

What is put in is a steady stream: of groups that end, so that as many ads change others as before.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from adwatch import chain, settings
from benchmarks.invented import APART, BLOCK, START, of_its_world, streamed
from benchmarks.line import line
from processors import alert, link
from processors.index.convert import to_document
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, StatefulProcess
from processors.state import Store
from schemas.ad import EnrichedAd, LinkedAd, RawAd, ScoredAd
from schemas.codec import encode

TARGET = 1.1  # times what an ad cost at the first size
BATCH = 500
WINDOW = 0.1  # of a size: over its last tenth, in whole worlds, the cost is measured
BYTES = 512  # of a block as the file system counts them


class Cost(NamedTuple):
    """What the last ads before a size cost, and what is kept by then."""

    ads: int
    microseconds: dict[str, float]  # of processor time an ad, by stage
    told: float  # ads put out by linking, an ad
    state_bytes: dict[str, int]  # on the disk, an ad
    memory_mb: int  # at most, so far

    @property
    def whole(self) -> float:
        """All stages together."""
        return sum(self.microseconds.values())

    @property
    def per_telling(self) -> float:
        """All stages but reading, for each ad that linking puts out."""
        return (self.whole - self.microseconds["enrich"]) / self.told

    def details(self) -> dict[str, Any]:
        """For the result."""
        micros = {stage: round(value, 1) for stage, value in self.microseconds.items()}
        return {
            "ads": self.ads, "cpu_microseconds_per_ad": {**micros, "all": round(self.whole, 1)},
            "told_per_ad": round(self.told, 3), "cpu_microseconds_per_telling": round(self.per_telling, 1),
            "state_bytes_per_ad": self.state_bytes, "memory_mb": self.memory_mb,
        }  # fmt: skip


def run(sizes: Sequence[int], seed: int) -> int:
    """Measure and print the JSON line; what is known so far goes to standard error at each size."""
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="adwatch-bench-") as folder:
        home = Path(folder)
        for cost in measure(sorted(set(sizes)), seed, chain.with_keys(settings.load(home=home))):
            costs.append(cost)
            print(orjson.dumps(cost.details()).decode(), file=sys.stderr, flush=True)
    first, last = costs[0], costs[-1]
    details = {"sizes": [cost.details() for cost in costs], "window": WINDOW}
    grown = round(last.whole / first.whole, 3)
    print(line("flat", grown, "times the cost at the first size", TARGET, details, ("lmdb",)))
    return 0


def measure(sizes: Sequence[int], seed: int, loaded: ProcessorSettings) -> Iterator[Cost]:
    """The cost at each size, from small to large, in one run over as many ads as the largest.

    Making the ads up is not counted.
    """
    with ExitStack() as open_things:
        chain_of = Chain(loaded, open_things)
        ads = streamed(sizes[-1], seed)
        for size in sizes:
            for until in (size - _window(size), size):
                chain_of.begin()
                while batch := list(islice(ads, min(BATCH, max(0, until - chain_of.taken)))):
                    chain_of.take(batch)
            yield chain_of.cost(size)


class Chain:
    """The stages one after the other, those with state over real stores; what each spends is added up."""

    def __init__(self, loaded: ProcessorSettings, open_things: ExitStack) -> None:
        self._enrich, self._score = chain.enrich(loaded), chain.score(loaded)
        self._link = link.build(loaded, now=lambda: (START + self.taken * APART).timestamp())
        self._alert = alert.build(loaded)
        self._stores = {stage: open_things.enter_context(Store(loaded.state / stage)) for stage in ("link", "alert")}
        self.taken = 0  # since ever: a clock for linking, which waits before it tells older ads again
        self.begin()

    def begin(self) -> None:
        """Count from here on."""
        self._spent = dict.fromkeys(("enrich", "link", "score", "document", "alert"), 0.0)
        self._ads = self._told = 0

    def take(self, ads: Sequence[RawAd]) -> None:
        """One batch through all of them."""
        read = [of_its_world(ad) for ad in self._timed("enrich", self._enrich, ads) if isinstance(ad, EnrichedAd)]
        linked = self._timed("link", self._linked, read)
        scored = self._timed("score", lambda: [self._score(ad) for ad in linked])
        self._timed("document", lambda: [encode(to_document(ad)) for ad in scored])
        self._timed("alert", self._with_state, self._alert, scored, "alert")
        self._ads += len(ads)
        self.taken += len(ads)
        self._told += len(linked)

    def cost(self, size: int) -> Cost:
        """What was counted."""
        return Cost(
            ads=size,
            microseconds={stage: seconds / self._ads * 1e6 for stage, seconds in self._spent.items()},
            told=self._told / self._ads,
            state_bytes={stage: _on_disk(store.path) // size for stage, store in self._stores.items()},
            memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        )

    def _timed(self, stage: str, work: Callable[..., Any], *given: Any) -> Any:
        started = time.process_time()
        result = work(*given)
        self._spent[stage] += time.process_time() - started
        return result

    def _linked(self, ads: Sequence[EnrichedAd]) -> list[LinkedAd]:
        """The stage has its moment after each batch, as with few ads it would."""
        outcomes = [*self._with_state(self._link, ads, "link"), *self._with_state(self._link, (), "link")]
        return [
            record
            for one in outcomes
            if isinstance(one, Emit)
            for _, record in one.outputs
            if isinstance(record, LinkedAd)
        ]

    def _with_state(
        self, process: StatefulProcess, records: Sequence[EnrichedAd | ScoredAd], stage: str
    ) -> Sequence[Outcome]:
        with self._stores[stage].begin() as transaction:
            outcomes = process(records, transaction)
            transaction.commit({})
        return outcomes


def _window(size: int) -> int:
    """As many ads as are measured before a size: the second half of a world changes more ads than the first."""
    return min(size, BLOCK * max(1, round(size * WINDOW / BLOCK)))


def _on_disk(folder: Path) -> int:
    return (folder / "data.mdb").stat().st_blocks * BYTES
