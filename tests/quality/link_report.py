"""How linking does on the simulator's ads, whole chain from the raw text on: a report, not a gate.

    python -m tests.quality.link_report [ADS] [SEED]

Prints one JSON line. Ads of the children's lane never reach linking and are left out.
"""

import json
import sys

from adwatch.chain import Linker, batches, enrich, with_keys
from benchmarks.partition import Agreement, clusters, pairs
from processors.link.lookup import actor_of, cluster_of
from processors.settings import ProcessorSettings
from schemas.ad import EnrichedAd
from simulator import raw_ad, world


def report(ads: int, seed: int) -> dict[str, object]:
    """Agreement of clusters and actors with the answer sheet."""
    invented = world(ads, seed)
    settings = with_keys(ProcessorSettings())
    read, linker = enrich(settings), Linker(settings)
    answers: list[tuple[str, str]] = []
    ids: list[str] = []
    for batch in batches(invented.ads):
        found = read([raw_ad(one, invented.observed_at) for one in batch])
        known = [(one, ad) for one, ad in zip(batch, found, strict=True) if isinstance(ad, EnrichedAd)]
        linker.add([ad for _, ad in known])
        ids += [ad.ad_id for _, ad in known]
        answers += [(one.answer.cluster, one.answer.actor or one.key) for one, _ in known]
    wanted = [cluster for cluster, _ in answers], [actor for _, actor in answers]
    got = [cluster_of(linker.state, one) for one in ids], [actor_of(linker.state, one) or one for one in ids]
    return {
        "ads": len(ids),
        "seed": seed,
        "clusters": _shown(clusters(wanted[0], got[0])),
        "actor_pairs": _shown(pairs(wanted[1], got[1])),
    }


def _shown(agreement: Agreement) -> dict[str, float]:
    return {
        "precision": round(agreement.precision, 4),
        "recall": round(agreement.recall, 4),
        "f1": round(agreement.f1, 4),
    }


if __name__ == "__main__":
    print(json.dumps(report(*(int(argument) for argument in (sys.argv[1:] or ["600", "7"])))))
