"""What an ad costs when all stages do nothing but take their records and put theirs out: the floor under every stage.

The records are those of the simulator's ads, read, linked and scored, in their real sizes; as many of them an ad as
`adwatch bench pipeline` counts. Batches are as large as they get: with smaller ones the same costs more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any, NamedTuple

import psutil

from adwatch import chain
from benchmarks.hop import Hop, publish, through
from processors.alert import evaluate, load_assistance, load_rules
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from schemas.ad import EnrichedAd, RawAd
from schemas.base import Record
from schemas.codec import encode
from schemas.topics import ALERTS, ENRICHED, INDEXED, LINKED, RAW

TOLD = 1.3  # times that linking tells an ad
RAISED = 0.12  # alerts an ad
AT_LEAST = 4  # batches of each stage, for there must be some between the first and the last


class Passed(NamedTuple):
    """Records an ad that a stage takes and puts out."""

    reads: float
    writes: float = 0.0


# `health` is left out: it reads one report of a crawl.
PER_AD = {
    "enrich": Passed(1, 1),
    "seal": Passed(1),
    "link": Passed(1, TOLD),
    "index": Passed(TOLD, TOLD),
    "alert": Passed(TOLD, RAISED),
    "overview": Passed(TOLD),
    "file": Passed(RAISED),
    "notify": Passed(RAISED),
}


def samples(raw: Sequence[RawAd], settings: ProcessorSettings) -> dict[str, list[Record]]:
    """Records of these ads, by the topic on which they lie."""
    ads = [ad for ad in chain.enrich(settings)(raw) if isinstance(ad, EnrichedAd)]
    linker, score = chain.Linker(settings), chain.score(settings)
    linker.add_all(ads)
    scored = [score(ad) for ad in linker.latest.values()]
    rules, help_at = load_rules(settings.catalogue / "rules"), load_assistance(settings.catalogue / "assistance")
    alerts = list(evaluate(rules, scored, help_at))
    kinds: list[tuple[str, Sequence[Record]]] = [
        (RAW.name, raw), (ENRICHED.name, ads), (LINKED.name, [*linker.latest.values()]), (INDEXED.name, scored),
        (ALERTS.name, alerts),
    ]  # fmt: skip
    return {name: list(records) for name, records in kinds}


def measured(
    settings: ProcessorSettings, broker: psutil.Process, ready: Mapping[str, Sequence[Record]], ads: int
) -> dict[str, Any]:
    """So many ads through all of the stages, one stage after the other: what one puts out is what the next takes."""
    raw = islice(cycle(ready[RAW.name]), ads)
    publish([(str(number).encode(), encode(ad)) for number, ad in enumerate(raw)], RAW, settings)
    lying, hops = {RAW.name: ads}, dict[str, Hop]()
    for name in PER_AD:
        stage, taken = STAGES[name], lying[STAGES[name].reads.name]
        hops[name] = through(settings, broker, _idle(stage, taken // AT_LEAST), nothing(stage, ready), taken)
        lying |= {topic.name: put_out(name, taken) for topic in stage.writes[:1]}
    return whole(hops)


def whole(hops: Mapping[str, Hop]) -> dict[str, Any]:
    """The sum for an ad: of each stage the cost of a record, its own and the broker's, as often as it takes one."""
    costs = {name: (hop.stage_s + hop.broker_s) / hop.records * 1e6 for name, hop in hops.items()}
    total = sum(PER_AD[name].reads * cost for name, cost in costs.items())
    return {
        "chain_microseconds_per_ad": round(total, 1),
        "chain_ads_per_second_of_two_cores": round(2e6 / total),
        "chain": {
            name: {"records_per_ad": PER_AD[name].reads, "out_per_ad": PER_AD[name].writes, **hop.figures()}
            for name, hop in hops.items()
        },
    }


def put_out(name: str, taken: int) -> int:
    """How many records a stage has put out when it has taken so many."""
    return int(taken * PER_AD[name].writes / PER_AD[name].reads + 1e-6)


def nothing(stage: Stage, ready: Mapping[str, Sequence[Record]]) -> Callable[[Sequence[Any]], Sequence[Outcome]]:
    """In place of what a stage does: of all that it has taken so far its share of ready records, put out with the first
    record of a batch."""
    topics = stage.writes[:1]
    endless = cycle([(topic, record) for topic in topics for record in ready.get(topic.name, ())])
    taken = 0

    def process(records: Sequence[Any]) -> Sequence[Outcome]:
        nonlocal taken
        before, taken = put_out(stage.name, taken), taken + len(records)
        due = put_out(stage.name, taken) - before
        return [Emit(tuple(islice(endless, due))), *[Emit()] * (len(records) - 1)]

    return process


def _idle(stage: Stage, batch: int) -> Callable[[Callable[..., Sequence[Outcome]]], Stage]:
    """The stage as it is in the pipeline, with another process and nothing that is due by itself."""
    return lambda process: replace(
        stage, build=lambda _: process, also=(), tick_s=None, owes=None, batch=min(stage.batch, batch)
    )
