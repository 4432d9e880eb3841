"""Everything that is shown over time: sightings as they were, and the summaries of the groups that news is about.

When groups merge or split, their ads are told again one by one, under the new id. So the other group is remembered and
looked at again with each of them, until none of its ads is left or each is where it belongs.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec
from elasticsearch import Elasticsearch

from processors.index.bulk import create, write
from processors.index.client import connect
from processors.index.convert import to_sighting_document
from processors.index.names import ACTORS, CLUSTERS, SIGHTINGS, Index
from processors.index.owed import Outage, Turn, key, owe, settle
from processors.index.refusals import DONE
from processors.index.summaries import worth_one
from processors.settings import ProcessorSettings
from processors.stage import Outcome, Retry, StatefulProcess
from processors.state import Transaction
from schemas.ad import ScoredAd
from schemas.events import ActorMerged, ClusterMerged, GroupSplit
from schemas.glance import GroupedAd
from schemas.sighting import AdSighting

TABLE = "others"  # group -> groups that its ads came from
MOST_OTHERS = 50

Ad = GroupedAd | ScoredAd  # the bus gives the part, which is decoded in a fourth of the time
News = Ad | ActorMerged | ClusterMerged | GroupSplit | AdSighting


def build_overview(settings: ProcessorSettings, now: Callable[[], float] = time.monotonic) -> StatefulProcess:
    """News of ads and groups -> documents of sightings, and summaries made anew: of each group once in a while.

    Which summaries are owed is in the state, so none is lost. While the search engine is away, news waits on the bus.
    """
    client, prefix = connect(settings.search), settings.search.prefix
    turn, outage = Turn(now), Outage()

    def process(news: Sequence[News], tx: Transaction) -> list[Outcome]:
        filed = _file(news, client, prefix)
        answers = [next(filed) if isinstance(each, AdSighting) else DONE for each in news]
        if any(isinstance(each, Retry) for each in answers):
            return answers  # the transaction will be undone, and with it whatever would be settled in it
        for each in news:
            remember(each, tx)
        if turn.news(owe(touched(news, tx), tx)) if news else turn.nothing_new():
            failed = settle(client, prefix, tx, outage)
            if failed is not None:
                return [failed] * len(news)
            turn.taken()
        return answers

    return process


def _file(news: Sequence[News], client: Elasticsearch, prefix: str) -> Iterator[Outcome]:
    seen = [each for each in news if isinstance(each, AdSighting)]
    actions = [create(f"{one.ad_id}-{one.crawl_run}", to_sighting_document(one)) for one in seen]
    return iter(write(client, SIGHTINGS.write(prefix), actions, require_alias=False))


def touched(news: Sequence[News], tx: Transaction) -> dict[Index, set[str]]:
    """The groups that must be looked at again."""
    groups: dict[Index, set[str]] = defaultdict(set)
    for each in news:
        for index, group in _groups(each):
            groups[index] |= {group, *_others(index, group, tx)}
    return groups


def _groups(news: News) -> Iterator[tuple[Index, str]]:
    match news:
        case GroupedAd() | ScoredAd():
            if _matters(news, news.cluster_size):
                yield CLUSTERS, news.cluster
            if news.actor and _matters(news, news.actor_ads):
                yield ACTORS, news.actor
        case ActorMerged() | ClusterMerged():
            yield _index(news), news.survivor
        case GroupSplit():
            yield _index(news), news.part


def _matters(ad: Ad, ads: int) -> bool:
    """May the summary of this ad's group, of so many ads, have changed? An ad that is told for the first time, alone,
    is of a group that has none and needs none."""
    told_before = ad.revision > 0 or ad.history.sightings > 1
    return told_before or worth_one(ads, len({each.place.country for each in ad.mentions if each.place}))


def remember(news: News, tx: Transaction) -> None:
    """Keep which groups the ads of a group came from."""
    match news:
        case ActorMerged() | ClusterMerged():
            group, other = news.survivor, news.merged
        case GroupSplit():
            group, other = news.part, news.whole
        case _:
            return
    if group == other:  # single ads left, for no group of their own
        return
    others = [each for each in _others(_index(news), group, tx) if each != other]
    tx.put(TABLE, key(_index(news), group), msgspec.json.encode([*others, other][-MOST_OTHERS:]))


def _others(index: Index, group: str, tx: Transaction) -> list[str]:
    kept = tx.get(TABLE, key(index, group))
    return [] if kept is None else msgspec.json.decode(kept, type=list[str])


def _index(news: ActorMerged | ClusterMerged | GroupSplit) -> Index:
    of_actors = isinstance(news, ActorMerged) or (isinstance(news, GroupSplit) and news.kind == "actor")
    return ACTORS if of_actors else CLUSTERS
