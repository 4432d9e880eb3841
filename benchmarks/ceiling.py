"""The same stage functions in one process, without Kafka and Elasticsearch: what the plumbing costs is the rest."""

import time
from collections.abc import Sequence

from adwatch import chain
from processors.alert import evaluate, load_assistance, load_rules
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd, RawAd


def ceiling(ads: Sequence[RawAd], settings: ProcessorSettings) -> dict[str, float]:
    """CPU microseconds an ad of each stage's function, and of all of them; start-up not counted."""
    enrich, linker, score = chain.enrich(settings), chain.Linker(settings), chain.score(settings)
    enrich(ads[:50])  # word lists and caches are warm in a running stage too
    spent: dict[str, float] = {}

    started = time.process_time()
    read = [record for batch in chain.batches(ads) for record in enrich(batch) if isinstance(record, EnrichedAd)]
    spent["enrich"] = time.process_time() - started

    started = time.process_time()
    for batch in chain.batches(read):
        linker.add(batch)
    spent["link"] = time.process_time() - started

    started = time.process_time()
    scored = [score(ad) for ad in linker.latest.values()]
    spent["score"] = time.process_time() - started

    rules, help_at = load_rules(settings.catalogue / "rules"), load_assistance(settings.catalogue / "assistance")
    started = time.process_time()
    list(evaluate(rules, scored, help_at))
    spent["alert"] = time.process_time() - started

    micros = {stage: round(seconds / len(ads) * 1e6, 1) for stage, seconds in spent.items()}
    return {**micros, "all": round(sum(micros.values()), 1)}
