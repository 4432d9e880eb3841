"""Reports of the children's lane: one an ad, however often it was seen, and who opened it, by the audit log."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from adwatch import audit, bus
from adwatch.errors import KnownError
from processors.settings import ProcessorSettings
from schemas.codec import UndecodableError, decode
from schemas.events import ChildSafetyHit
from schemas.topics import CHILD_SAFETY

OPEN = "children.open"


class Report(NamedTuple):
    """What is known of one ad: the newest record, all indicators it ever hit, how often it was seen."""

    newest: ChildSafetyHit
    indicators: tuple[str, ...]
    times: int
    opened: audit.Line | None  # who was first; it is reported once


def reports(settings: ProcessorSettings) -> list[Report]:
    """All that are on the bus, the newest first. Raises KnownError when the bus or the audit log cannot be read."""
    values = (value for _, value in bus.read_or_explain(settings.kafka, CHILD_SAFETY))
    return put_together(values, _opened(settings))


def put_together(values: Iterable[bytes], opened: Mapping[str, audit.Line]) -> list[Report]:
    """One report an ad, the newest first, of records as they lie on the topic."""
    hits: dict[str, list[ChildSafetyHit]] = {}
    for value in values:
        try:
            found = decode(ChildSafetyHit, value)
        except UndecodableError:  # put there by somebody else
            continue
        hits.setdefault(found.ad_id, []).append(found)
    made = [_report(each, opened.get(ad_id)) for ad_id, each in hits.items()]
    return sorted(made, key=lambda report: _order(report.newest), reverse=True)


def _report(hits: list[ChildSafetyHit], opened: audit.Line | None) -> Report:
    seen = {hit.observed_at for hit in hits}  # a batch that was done again after a crash is there twice
    return Report(max(hits, key=_order), tuple(sorted({hit.indicator for hit in hits})), len(seen), opened)


def _order(hit: ChildSafetyHit) -> tuple[float, str]:
    return hit.observed_at.timestamp(), hit.ad_id


def _opened(settings: ProcessorSettings) -> dict[str, audit.Line]:
    first: dict[str, audit.Line] = {}
    try:
        for line in audit.lines(settings.home):
            if line.action == OPEN:
                first.setdefault(line.subject, line)
    except (OSError, ValueError) as error:
        raise KnownError(f"the audit log cannot be read ({type(error).__name__}); see: adwatch audit verify") from None
    return first
