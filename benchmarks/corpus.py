"""The simulator's corpus, read by the enrich stage, beside its answer sheet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adwatch import chain
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd, LinkedAd
from schemas.finding import State
from schemas.score import Score
from simulator import InventedAd, raw_ad
from simulator.corpus import Share, corpus

Pair = tuple[InventedAd, EnrichedAd | None]  # None: it went to the children's lane
FOUND = frozenset({State.PRESENT, State.CONTRADICTED})


class Scored(NamedTuple):
    """One ad of the corpus with its score, and with the score it would get had every statement been read."""

    ad: InventedAd
    read: LinkedAd
    score: Score
    ideal: Score


def read(share: Share, seed: int, rounds: int, settings: ProcessorSettings, only: Sequence[str] = ()) -> Iterator[Pair]:
    """Each ad of the corpus with what was read of it, in the order of posting; of all languages or only some."""
    process = chain.enrich(settings)
    ads = sorted(corpus(share, seed, rounds, only).ads, key=lambda ad: (ad.changed_at, ad.site, ad.key))
    for batch in chain.batches(ads):
        for ad, read in zip(batch, process([raw_ad(ad, ad.changed_at) for ad in batch]), strict=True):
            yield ad, read if isinstance(read, EnrichedAd) else None


def findings(ad: EnrichedAd | LinkedAd | None, states: frozenset[State] = FOUND) -> set[str]:
    """Ids of the findings in these states."""
    return {one.indicator for one in ad.findings if one.state in states} if ad else set()
