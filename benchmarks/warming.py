"""A search engine as it is after a day of work: Java has compiled what is done often, and a document costs half.

Only a benchmark needs this. An engine that runs all day has had these documents before anybody looks.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.ceiling import ceiling
from benchmarks.invented import invented
from benchmarks.machine import Processes
from processors.index.bulk import index_newer, write
from processors.index.client import connect
from processors.index.convert import to_document
from processors.index.names import ACTORS, ADS, CLUSTERS
from processors.index.setup import drop, init
from processors.index.summaries import summarise
from processors.settings import ProcessorSettings
from schemas.ad import ScoredAd

READY = 2_000  # ads; all are written once a turn
THOROUGH = {"ADWATCH_ENGINES__JIT": "thorough"}  # without it there is little to wait for


class Warmed(NamedTuple):
    """What a document cost the search engine, turn after turn: warm when it costs no less than the turn before."""

    documents: int  # a turn
    microseconds: list[int]  # of processor time, its compilers included

    def details(self) -> dict[str, Any]:
        """For the result."""
        return {
            "documents": self.documents * len(self.microseconds),
            "documents_a_turn": self.documents,
            "cpu_microseconds_per_document": self.microseconds,
        }


def warm_search(documents: int, seed: int, settings: ProcessorSettings) -> Warmed:
    """At least so many documents into indices of their own, by the same templates, gone afterwards.

    Every second turn writes the documents of the turn before again, as ads are told again; summaries follow each.
    """
    ads = ceiling((), invented(READY, seed), settings).scored
    alone = settings.model_copy(
        update={"search": settings.search.model_copy(update={"prefix": f"{settings.search.prefix}-warm"})}
    )
    init(alone.search)
    try:
        return Warmed(len(ads), [_turn(number, ads, alone) for number in range(-(-documents // len(ads)))])
    finally:
        drop(alone.search)


def _turn(number: int, ads: Sequence[ScoredAd], settings: ProcessorSettings) -> int:
    client, prefix = connect(settings.search), settings.search.prefix
    processes = Processes(settings.home)
    actions = [index_newer(f"{number // 2}-{ad.ad_id}", ad.version + number, to_document(ad)) for ad in ads]
    write(client, ADS.write(prefix), actions)
    groups = {CLUSTERS: {ad.cluster for ad in ads}, ACTORS: {ad.actor for ad in ads if ad.actor}}
    summarise(client, prefix, groups)
    return round(processes.spent()["elasticsearch"] / len(ads) * 1e6)
