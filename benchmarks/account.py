"""Where each published ad is in the end: found, or somewhere that says why not. What is nowhere is lost."""

from collections.abc import Collection
from typing import Any

from adwatch import bus
from adwatch.reader import Reader
from processors.erased import Erased
from processors.settings import ProcessorSettings
from schemas.topics import ALERTS, CHILD_SAFETY, DEAD, RAW

SHOWN = 5


def account(settings: ProcessorSettings) -> dict[str, Any]:
    """So many of the ads on `ads.raw` are searchable, in the children's lane, in dead letters, erased, lost."""
    wanted = {key for key, _ in bus.read_all(settings.kafka, RAW)}
    with Reader(settings.search) as reader:
        found = wanted & set(reader.ad_ids())
    closed = wanted & {key for key, _ in bus.read_all(settings.kafka, CHILD_SAFETY)}
    refused = wanted & {key for key, _ in bus.read_all(settings.kafka, DEAD)}
    erased = wanted & Erased(settings.home).ids()
    lost = sorted(wanted - found - closed - refused - erased)
    return {
        "published": len(wanted),
        "searchable": len(found),
        "children_lane": len(closed - found),
        "dead_letters": len(refused - found - closed),
        "erased": len(erased - found - closed - refused),
        "lost": len(lost),
        **({"lost_for_example": lost[:SHOWN]} if lost else {}),
    }


def alerts(settings: ProcessorSettings, told: Collection[str]) -> dict[str, int]:
    """So many alerts were raised; how many of them are not filed, and how many were not told to the receiver."""
    raised = {key for key, _ in bus.read_all(settings.kafka, ALERTS)}
    with Reader(settings.search) as reader:
        filed = {alert.alert_id for alert in reader.all_alerts()}
    return {"raised": len(raised), "not_filed": len(raised - filed), "not_told_one_by_one": len(raised - set(told))}
