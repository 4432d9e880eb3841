"""Ads published at once, and how they become searchable: the curve, and what each process spent on it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kafka import KafkaAdminClient

from adwatch import bus
from adwatch.processes import Children
from adwatch.progress import wait_for
from adwatch.reader import Reader
from benchmarks.installation import before_stages, drained
from benchmarks.machine import Processes, split
from benchmarks.publishing import Published, publish
from processors.pipeline import STAGES
from processors.plumbing import metrics
from processors.plumbing.metrics import Report
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.topics import CHILD_SAFETY, DEAD

MIDDLE = (0.1, 0.9)  # of the ads: where the rate counts as sustained, the filling and the emptying of stages left out
STILL_S = 60.0  # without a new ad: no more will come
MOST_S = 3600.0
EVERY_S = 0.5


class Look(NamedTuple):
    """How many of the ads were searchable at a moment."""

    at_s: float  # since the first was published
    ads: int


@dataclass(frozen=True)
class Throughput:
    """One run through the running system."""

    ads: int
    looks: list[Look]  # when there were more than before
    published: Published
    behind: dict[str, int]  # records that stages still had before them when the last ad was searchable
    drained_s: float | None  # until they had none; None: never
    spent: dict[str, float]  # seconds of processor time of each process until then
    memory_mb: dict[str, int]
    stages: dict[str, tuple[int, int, float]]  # records in, records out, seconds busy

    @property
    def searchable(self) -> int:
        """So many ads were searchable in the end."""
        return self.looks[-1].ads

    @property
    def whole(self) -> float:
        """Ads a second from the first published to the last searchable."""
        return self.searchable / self.looks[-1].at_s if self.searchable else 0.0

    @property
    def sustained(self) -> float:
        """Ads a second between the first and the last tenth; of a run that is too short for that, the whole."""
        low, high = (share * self.searchable for share in MIDDLE)
        middle = [look for look in self.looks if low <= look.ads <= high]
        if len(middle) < 3:
            return self.whole
        return (middle[-1].ads - middle[0].ads) / (middle[-1].at_s - middle[0].at_s)

    def details(self) -> dict[str, Any]:
        """For the result."""
        cores = sum(self.spent.values()) / self.drained_s if self.drained_s else None
        return {
            "seconds": round(self.looks[-1].at_s, 2),
            "whole_ads_per_second": round(self.whole, 1),
            "drained_ads_per_second": round(self.ads / self.drained_s, 1) if self.drained_s else None,
            "before_stages_when_all_were_searchable": self.behind,
            "publishing": {
                "ads_per_second": round(self.ads / self.published.seconds),
                "cpu_microseconds_per_ad": round(self.published.cpu_s / self.ads * 1e6),
            },
            "stages": {name: _stage(*figures, self.ads) for name, figures in self.stages.items()},
            "cpu_microseconds_per_ad": self._per_ad(self.spent),
            "cpu_split_microseconds_per_ad": self._per_ad(split(self.spent)),
            "cores_busy": round(cores, 2) if cores else None,
            "memory_mb": self.memory_mb,
        }

    def _per_ad(self, spent: dict[str, float]) -> dict[str, int]:
        per_ad = {name: round(seconds / self.ads * 1e6) for name, seconds in spent.items()}
        return {**per_ad, "all": sum(per_ad.values())}


def throughput(raw: Sequence[RawAd], settings: ProcessorSettings, children: Children) -> Throughput:
    """Publish the ads at once; done when they are searchable, or are known never to be, and no stage has work left."""
    processes, before = Processes(settings.home), _reports(settings)
    with Reader(settings.search) as reader, _Aside(settings) as aside:
        already, started = reader.count_ads(), time.monotonic()
        published = publish(raw, settings.kafka)
        looks = list(_watch(reader, aside, already, started, len(raw), children))
    behind = before_stages(settings.kafka)
    is_drained = drained(settings, children, MOST_S)
    drained_s = time.monotonic() - started
    after = _reports(settings)
    return Throughput(
        ads=len(raw),
        looks=looks,
        published=published,
        behind=behind,
        drained_s=drained_s if is_drained else None,
        spent=processes.spent(),
        memory_mb=processes.memory_mb(),
        stages={name: _difference(after[name], before.get(name)) for name in after},
    )


def _watch(
    reader: Reader, aside: "_Aside", already: int, started: float, expected: int, children: Children
) -> Iterator[Look]:
    """A look for each growth of the index, the first at once."""
    now = last = Look(time.monotonic() - started, reader.count_ads() - already)
    yield last

    def is_news() -> bool:
        nonlocal now
        now = Look(time.monotonic() - started, reader.count_ads() - already)
        return now.ads > last.ads or now.ads + aside.count() >= expected or bool(children.ended())

    while last.ads + aside.count() < expected and wait_for(is_news, STILL_S, EVERY_S) and not children.ended():
        if now.ads > last.ads:
            yield now
        last = now


class _Aside:
    """How many records went where no search finds them since this began."""

    def __init__(self, settings: ProcessorSettings) -> None:
        self._kafka = settings.kafka
        self._admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
        self._before = self._now()

    def count(self) -> int:
        return self._now() - self._before

    def _now(self) -> int:
        return sum(bus.length(self._admin, self._kafka, topic) for topic in (CHILD_SAFETY, DEAD))

    def __enter__(self) -> "_Aside":
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()


def _reports(settings: ProcessorSettings) -> dict[str, Report]:
    return {stage: report for stage in STAGES if (report := metrics.read_report(settings.home, stage))}


def _difference(after: Report, before: Report | None) -> tuple[int, int, float]:
    if before is None or before.pid != after.pid:
        return after.records_in, after.out, after.busy_s
    return after.records_in - before.records_in, after.out - before.out, after.busy_s - before.busy_s


def _stage(records: int, out: int, busy_s: float, ads: int) -> dict[str, float]:
    """What a stage did: how often it saw an ad, what it put out, and how fast it is while it has work."""
    return {
        "records_per_ad": round(records / ads, 3),
        "out_per_ad": round(out / ads, 3),
        "records_per_busy_second": round(records / busy_s) if busy_s else 0,
    }
