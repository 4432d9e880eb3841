"""The flow, top to bottom. Read this first.

    source --spider--> ads.raw -> enrich -> ads.enriched -> link -> ads.linked -> index (score in memory)
        -> Elasticsearch, then ads.indexed -> alert -> alerts -> file, notify -> people

Whatever is undecodable or refused at any stage goes to ads.dead; hits of the children's lane leave at `enrich` for
ads.child_safety and nothing else of them goes on.
"""

from processors.settings import ProcessorSettings
from processors.stage import Process, Stage, StatefulProcess
from schemas.topics import ALERTS, CHILD_SAFETY, ENRICHED, INDEXED, LINKED, MERGES, RAW


def _enrich(settings: ProcessorSettings) -> Process:
    from processors.enrich import build

    return build(settings)


def _link(settings: ProcessorSettings) -> StatefulProcess:
    from processors.link import build

    return build(settings)


def _index(settings: ProcessorSettings) -> Process:
    from processors.index import build as build_sink
    from processors.score import build as build_score

    score, sink = build_score(settings), build_sink(settings)
    return lambda ads: sink([score(ad) for ad in ads])


def _alert(settings: ProcessorSettings) -> StatefulProcess:
    from processors.alert import build

    return build(settings)


def _file_alerts(settings: ProcessorSettings) -> Process:
    from processors.index import build_alert_file

    return build_alert_file(settings)


def _notify(settings: ProcessorSettings) -> StatefulProcess:
    from processors.notify import build

    return build(settings)


STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        # RawAd -> EnrichedAd: language, mentions, findings, signature, masked text
        Stage("enrich", RAW, (ENRICHED, CHILD_SAFETY), _enrich),
        # EnrichedAd -> LinkedAd: cluster, actor, history; clear text ends here
        Stage("link", ENRICHED, (LINKED, MERGES), _link, state="link"),
        # LinkedAd -> ScoredAd -> a document in Elasticsearch, then on the bus again: searchable
        Stage("index", LINKED, (INDEXED,), _index),
        # ScoredAd -> Alert, by the rules of catalogue/rules
        Stage("alert", INDEXED, (ALERTS,), _alert, state="alert"),
        # Alert -> a document in Elasticsearch, created once
        Stage("file", ALERTS, (), _file_alerts),
        # Alert -> people; the outbox in the state remembers what was sent
        Stage("notify", ALERTS, (), _notify, state="notify", batch=50),
    )
}
