"""The same stage functions in one process, without Kafka and Elasticsearch: what the plumbing costs is the rest."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from adwatch import chain
from processors import vault
from processors.alert import evaluate, load_assistance, load_rules
from processors.index.convert import to_document
from processors.settings import ProcessorSettings
from processors.stage import Emit
from schemas.ad import EnrichedAd, RawAd, ScoredAd
from schemas.codec import encode

WARM = 500  # ads read before: word lists and caches are warm in a running stage too


@dataclass
class Ceiling:
    """CPU seconds of each stage's function over so many ads, and the ads as they end."""

    ads: int
    spent: dict[str, float] = field(default_factory=dict)
    scored: list[ScoredAd] = field(default_factory=list)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """What is done in the block is that stage's."""
        started = time.process_time()
        yield
        self.spent[stage] = time.process_time() - started

    def details(self) -> dict[str, float]:
        """Microseconds an ad, and the ads a second that one core would do with nothing else to do."""
        micros = {stage: round(seconds / self.ads * 1e6, 1) for stage, seconds in self.spent.items()}
        whole = sum(micros.values())
        return {**micros, "all": round(whole, 1), "ads_per_second_of_one_core": round(1e6 / whole, 1)}


def ceiling(warm: Sequence[RawAd], ads: Sequence[RawAd], settings: ProcessorSettings) -> Ceiling:
    """What the functions cost that need no server: all but the summaries, the filing of alerts and their sending.

    Each ad is scored, made a document and looked at by the rules once, however often linking tells it.
    """
    enrich, linker, score = chain.enrich(settings), chain.Linker(settings), chain.score(settings)
    seal = vault.build(settings, lambda sealed: [Emit()] * len(sealed))
    rules, help_at = load_rules(settings.catalogue / "rules"), load_assistance(settings.catalogue / "assistance")
    for batch in chain.batches(warm[:WARM]):
        enrich(batch)
    found = Ceiling(len(ads))
    with found.on("enrich"):
        read = [record for batch in chain.batches(ads) for record in enrich(batch) if isinstance(record, EnrichedAd)]
    with found.on("seal"):
        for batch in chain.batches(read):
            seal(batch)
    with found.on("link"):
        for batch in chain.batches(read):
            linker.add(batch)
    with found.on("score"):
        found.scored = [score(ad) for ad in linker.latest.values()]
    with found.on("document"):
        for ad in found.scored:
            encode(to_document(ad))
    with found.on("alert"):
        list(evaluate(rules, found.scored, help_at))
    return found
