"""The flow, top to bottom. Read this first.

    source --spider--> ads.raw -> enrich -> ads.enriched -> link -> ads.linked -> index (score in memory)
        -> Elasticsearch, then ads.indexed -> alert -> alerts -> file, notify -> people
                                   ads.indexed -> overview -> clusters and actors in Elasticsearch
                                   ads.enriched -> seal -> the vault, encrypted: where clear text goes
    source --spider--> ads.crawls -> health -> Elasticsearch, and alerts about sources

Whatever is undecodable or refused at any stage goes to ads.dead; hits of the children's lane leave at `enrich` for
ads.child_safety and nothing else of them goes on. Ads that were erased for good are dropped by each stage.
"""

from collections.abc import Callable, Sequence
from typing import Any

from processors.erased import forgetting, without_erased, without_erased_in_alerts
from processors.renewed import with_new_tokens
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process, Stage, StatefulProcess
from processors.state import Transaction
from schemas.events import CrawlReport
from schemas.glance import GroupedAd
from schemas.topics import (
    ALERTS,
    CHILD_SAFETY,
    CLUSTER_MERGES,
    CRAWLS,
    DEAD,
    ENRICHED,
    INDEXED,
    LINKED,
    MERGES,
    RAW,
    SIGHTINGS,
    SPLITS,
    VANISHED,
)


def _checked(process: Callable[..., Sequence[Outcome]], settings: ProcessorSettings) -> Callable[..., Any]:
    """Nothing of erased ads, and no token of an old key."""
    return with_new_tokens(without_erased(process, settings.home), settings)


def _enrich(settings: ProcessorSettings) -> Process:
    from processors.enrich import build

    return without_erased(build(settings), settings.home)


def _seal(settings: ProcessorSettings) -> Process:
    from processors.index import build_vault_file
    from processors.vault import build

    return _checked(build(settings, build_vault_file(settings)), settings)


def _link(settings: ProcessorSettings) -> StatefulProcess:
    from processors.link import build

    return _checked(build(settings), settings)


def _link_owes(tx: Transaction) -> bool:
    from processors.link.refresh import anything_due

    return anything_due(tx)


def _index(settings: ProcessorSettings) -> Process:
    from processors.index import build as build_sink
    from processors.score import build as build_score

    score, sink = build_score(settings), build_sink(settings)
    return _checked(lambda ads: sink([score(ad) for ad in ads]), settings)


def _alert(settings: ProcessorSettings) -> StatefulProcess:
    from processors.alert import build, load_assistance, rules_of
    from processors.alert.forget import forget
    from processors.alert.standing import with_standing
    from processors.index.standing import SearchAwayError, build_finder
    from processors.searches import Saved

    help_at, rules = load_assistance(settings.catalogue / "assistance"), rules_of(settings)
    found = build(settings, rules)
    stage = with_standing(found, build_finder(settings), Saved(settings.home), help_at, SearchAwayError)
    return forgetting(_checked(stage, settings), settings.home, forget)


def _overview(settings: ProcessorSettings) -> StatefulProcess:
    from processors.index import build_overview

    return without_erased(build_overview(settings), settings.home)


def _overview_owes(tx: Transaction) -> bool:
    from processors.index.owed import owes

    return owes(tx)


def _file_alerts(settings: ProcessorSettings) -> Process:
    from processors.index import build_alert_file

    return with_new_tokens(without_erased_in_alerts(build_alert_file(settings), settings.home), settings)


def _health(settings: ProcessorSettings) -> StatefulProcess:
    from processors.health import build as build_judge
    from processors.index import build_crawl_file
    from processors.index.refusals import DONE

    file, judge = build_crawl_file(settings), build_judge()

    def process(reports: Sequence[CrawlReport], tx: Transaction) -> list[Outcome]:
        return [
            Emit(((ALERTS, alert),)) if outcome is DONE and (alert := judge(report, tx)) else outcome
            for report, outcome in zip(reports, file(reports), strict=True)
        ]

    return process


def _notify(settings: ProcessorSettings) -> StatefulProcess:
    from processors.notify import build
    from processors.notify.forget import forget

    stage = without_erased_in_alerts(build(settings), settings.home)
    return forgetting(with_new_tokens(stage, settings), settings.home, forget)


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        # RawAd -> EnrichedAd: language, mentions, findings, signature, masked text
        Stage("enrich", RAW, (ENRICHED, CHILD_SAFETY), _enrich),
        # EnrichedAd -> SealedAd in the vault: original text and clear contacts, encrypted
        Stage("seal", ENRICHED, (), _seal),
        # EnrichedAd, and what crawls say of ads seen before -> LinkedAd: cluster, actor, history; clear text ends here.
        # Two ticks without an ad in between, and it takes the time for quiet: so they are further apart than batches
        Stage(
            "link",
            ENRICHED,
            (LINKED, MERGES, CLUSTER_MERGES, SPLITS),
            _link,
            state="link",
            also=(SIGHTINGS, VANISHED),
            tick_s=1.5,
            owes=_link_owes,
        ),
        # LinkedAd -> ScoredAd -> a document in Elasticsearch, then on the bus again: searchable
        Stage("index", LINKED, (INDEXED,), _index),
        # ScoredAd -> Alert, by the rules of catalogue/rules and by what analysts search for; splits -> corrections
        Stage("alert", INDEXED, (ALERTS,), _alert, state="alert", also=(SPLITS,), in_order=True, tick_s=5.0),
        # ScoredAd, merges, splits and sightings -> documents of clusters, actors and sightings
        Stage(
            "overview",
            INDEXED._replace(record=GroupedAd),  # the part that it needs
            (),
            _overview,
            state="overview",
            also=(MERGES, CLUSTER_MERGES, SPLITS, SIGHTINGS),
            tick_s=0.5,
            owes=_overview_owes,
        ),
        # CrawlReport -> a document in Elasticsearch; an alert when a source drifts, closed when it is well again
        Stage("health", CRAWLS, (ALERTS,), _health, state="health"),
        # Alert -> a document in Elasticsearch, created once
        Stage("file", ALERTS, (), _file_alerts),
        # Alert -> people; the outbox in the state remembers what was sent, and what waits for a target or a digest
        Stage("notify", ALERTS, (DEAD,), _notify, state="notify", tick_s=1.0),
    )
}
