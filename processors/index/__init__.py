"""The last stages: scored ads, alerts, crawl reports and sightings become documents in the search engine.

An ad that was put out to ads.indexed is written for good. It is found by its id at once, which is how a person who
follows a link finds it, and by searches within five seconds: waiting for that would hold the stage to a batch each.
"""

from collections.abc import Sequence

from processors.index.alert_file import file
from processors.index.bulk import create, index_newer, write
from processors.index.client import connect
from processors.index.convert import to_crawl_document, to_document
from processors.index.names import ADS, VAULT
from processors.index.names import ALERTS as ALERT_INDEX
from processors.index.names import CRAWLS as CRAWL_INDEX
from processors.index.overview import build_overview
from processors.index.refusals import DONE
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.events import CrawlReport
from schemas.sealed import SealedAd
from schemas.topics import INDEXED


def build(settings: ProcessorSettings) -> Process:
    """ScoredAd -> the same ad on ads.indexed once its document, or a later version of it, is in the search engine."""
    client, alias = connect(settings.search), ADS.write(settings.search.prefix)

    def process(ads: Sequence[ScoredAd]) -> list[Outcome]:
        actions = [index_newer(ad.ad_id, ad.version, to_document(ad)) for ad in ads]
        outcomes = write(client, alias, actions)
        return [
            Emit(((INDEXED, ad),)) if outcome is DONE else outcome for ad, outcome in zip(ads, outcomes, strict=True)
        ]

    return process


def build_alert_file(settings: ProcessorSettings) -> Process:
    """Alert -> a document under its id: see `alert_file.py`."""
    client, alias = connect(settings.search), ALERT_INDEX.write(settings.search.prefix)

    def process(alerts: Sequence[Alert]) -> list[Outcome]:
        return file(client, alias, alerts)

    return process


def build_crawl_file(settings: ProcessorSettings) -> Process:
    """CrawlReport -> a document under the id of its run, created once."""
    client, alias = connect(settings.search), CRAWL_INDEX.write(settings.search.prefix)

    def process(reports: Sequence[CrawlReport]) -> list[Outcome]:
        return write(
            client, alias, [create(report.run, to_crawl_document(report)) for report in reports], require_alias=False
        )

    return process


def build_vault_file(settings: ProcessorSettings) -> Process:
    """SealedAd -> a document in the vault's index, unless the same or a later observation is there."""
    client, alias = connect(settings.search), VAULT.write(settings.search.prefix)

    def process(sealed: Sequence[SealedAd]) -> list[Outcome]:
        return write(client, alias, [index_newer(one.ad_id, one.version, one) for one in sealed])

    return process


__all__ = ["build", "build_alert_file", "build_crawl_file", "build_overview", "build_vault_file"]
