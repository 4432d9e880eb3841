"""The last stages: scored ads and alerts become documents in the search engine.

An ad that was put out to ads.indexed is written for good. It is found by its id at once, which is how a person who
follows a link finds it, and by searches within a second. Waiting for that second would hold the stage to a batch each.
"""

from collections.abc import Sequence

from processors.index.bulk import DONE, create, index_newer, write
from processors.index.client import connect
from processors.index.convert import to_alert_document, to_document
from processors.index.names import ADS
from processors.index.names import ALERTS as ALERT_INDEX
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process
from schemas.ad import ScoredAd
from schemas.alert import Alert
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
    """Alert -> a document under its id, created once: what people did about an alert is never overwritten."""
    client, alias = connect(settings.search), ALERT_INDEX.write(settings.search.prefix)

    def process(alerts: Sequence[Alert]) -> list[Outcome]:
        return write(client, alias, [create(alert.alert_id, to_alert_document(alert)) for alert in alerts])

    return process


__all__ = ["build", "build_alert_file"]
