"""What the demo leaves in the search engine, without a crawl: invented ads through the real stages, over months."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from elasticsearch import Elasticsearch

import simulator
from adwatch import chain
from adwatch.report.publish import publish
from adwatch.report.tables import tables
from adwatch.review.steps import VERDICTS, close
from processors.index import build, build_alert_file, build_crawl_file
from processors.index.bulk import create, write
from processors.index.client import session
from processors.index.convert import to_alert_document, to_sighting_document
from processors.index.names import ALERTS, SIGHTINGS
from processors.index.summaries import summarise_all
from processors.settings import ProcessorSettings
from processors.stage import Emit
from processors.state import MemoryTransaction
from schemas.ad import EnrichedAd, RawAd, ScoredAd
from schemas.alert import Alert
from schemas.events import CrawlReport
from schemas.sighting import AdSighting, Seen
from tests.factories import crawl_report, sighting

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = 80
SOURCES = ("demo_classifieds", "demo_feed", "demo_jobs")


def fill(settings: ProcessorSettings, ads: int, seed: int = 7) -> list[ScoredAd]:
    """Index the corpus and return its ads as they were scored."""
    world = simulator.world(ads=ads, seed=seed)
    step = timedelta(days=DAYS) / len(world.ads)
    raw = [simulator.raw_ad(each, NOW - timedelta(days=DAYS) + step * at) for at, each in enumerate(world.ads)]
    linker = chain.Linker(settings)
    linker.add_all([each for each in chain.enrich(settings)(raw) if isinstance(each, EnrichedAd)])
    scored = list(map(chain.score(settings), linker.latest.values()))
    build(settings)(scored)
    alerts = list(_alerts(settings, scored))
    build_alert_file(settings)(alerts)
    build_crawl_file(settings)(list(_crawls()))
    with session(settings.search) as client:
        seen = [to_sighting_document(each) for each in _sightings(raw)]
        actions = [create(each.ad_id, each) for each in seen]
        write(client, SIGHTINGS.write(settings.search.prefix), actions, require_alias=False)
        _review(client, settings.search.prefix, alerts)
        client.indices.refresh(index=f"{settings.search.prefix}-*")
        summarise_all(client, settings.search.prefix)
        publish(
            client, settings.search.prefix, tables(client, settings.search.prefix, NOW - timedelta(days=90), NOW), NOW
        )
        client.indices.refresh(index=f"{settings.search.prefix}-*")
    return scored


def _alerts(settings: ProcessorSettings, scored: list[ScoredAd]) -> Iterator[Alert]:
    from processors.alert import build as build_alert

    process, state = build_alert(settings), MemoryTransaction()
    for outcome in process(sorted(scored, key=lambda ad: ad.observed_at), state):
        if isinstance(outcome, Emit):
            yield from (record for _, record in outcome.outputs if isinstance(record, Alert))


def _review(client: Elasticsearch, prefix: str, alerts: Sequence[Alert]) -> None:
    """Half of the alerts were closed, as people do; the verdicts take turns."""
    for number, alert in enumerate(alerts[::2]):
        closed = close(to_alert_document(alert), "reviewer", NOW, VERDICTS[number % 3], "looked at")
        client.index(index=ALERTS.write(prefix), id=alert.alert_id, document=msgspec.to_builtins(closed))


def _crawls() -> Iterator[CrawlReport]:
    """One a day and source; some are not as they should be."""
    for day in range(28):
        for place, source in enumerate(SOURCES):
            at, read = NOW - timedelta(days=day, hours=place), 90 + 20 * place - (day * 7 + place * 5) % 23
            bad = (day + 3 * place) % 9 == 4
            yield crawl_report(
                source=source,
                run=f"{source}-{day}",
                started_at=at - timedelta(seconds=40 + 9 * place),
                finished_at=at,
                outcome="degraded" if bad else "good",
                scraped=read // 2 if bad else read,
                acknowledged=read // 2 if bad else read,
                failed={"timeout": 3 + day % 4} if bad else {},
            )


def _sightings(raw: list[RawAd]) -> Iterator[AdSighting]:
    for number, ad in enumerate(raw):
        seen = Seen.CHANGED if number % 9 == 0 else Seen.UNCHANGED if number % 3 == 0 else Seen.NEW
        same = {name: getattr(ad, name) for name in ("ad_id", "source", "source_family", "content_hash")}
        at = NOW - timedelta(minutes=7 * number)
        yield sighting(**same, seen=seen, observed_at=at, first_seen=ad.observed_at, crawl_run=ad.crawl_run)
