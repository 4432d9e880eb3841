"""`adwatch filter link`: clusters, templates and slots, actors, and why two ads are or are not together."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from adwatch import chain, settings
from adwatch.commands.filter import enriched, read_ads
from adwatch.errors import KnownError
from adwatch.lines import Errors, write
from processors.link.explain import others, why
from processors.link.lookup import actor_of
from processors.link.template import Template, template_of
from schemas.ad import EnrichedAd, LinkedAd


def link(explain: bool = False, pair: tuple[str, str] | None = None) -> int:
    """Group ads. All are read first, for a later ad may join two earlier ones; their order makes no difference."""
    errors = Errors()
    loaded = settings.load()
    order, readable = enriched(loaded, read_ads(errors), errors)
    linker = chain.Linker(loaded)
    linker.add_all(readable)
    given = {ad.ad_id: ad for ad in readable}
    if pair is not None:
        write(_why(*pair, given, linker))
        return errors.exit_code
    templates = {cluster: template_of(ads) for cluster, ads in _by_cluster(linker.latest).items()}
    for ad_id in order:
        ad = linker.latest.get(ad_id)
        if ad is None:
            write({"id": ad_id, "lane": "children"})
            continue
        line = _line(ad, templates[ad.cluster], linker)
        if explain:
            line["why"] = [_why(ad_id, other, given, linker) for other in _partners(given[ad_id], given, linker)]
        write(line)
    return errors.exit_code


def _line(ad: LinkedAd, template: Template, linker: chain.Linker) -> dict[str, Any]:
    return {
        "id": ad.ad_id,
        "cluster": ad.cluster,
        "template": template.text,
        "slots": template.slots[ad.ad_id],
        "actor": actor_of(linker.state, ad.ad_id),
    }


def _partners(ad: EnrichedAd, given: dict[str, EnrichedAd], linker: chain.Linker) -> Iterator[str]:
    return (other for other in others(ad, linker.state) if other in given)


def _why(one: str, other: str, given: dict[str, EnrichedAd], linker: chain.Linker) -> Any:
    for name in (one, other):
        if name not in given:
            raise KnownError(f"no ad {name!r} among those that were read")
    return msgspec.to_builtins(why(given[one], given[other], linker.state))


def _by_cluster(ads: dict[str, LinkedAd]) -> dict[str, list[LinkedAd]]:
    clusters: defaultdict[str, list[LinkedAd]] = defaultdict(list)
    for ad in ads.values():
        clusters[ad.cluster].append(ad)
    return clusters
