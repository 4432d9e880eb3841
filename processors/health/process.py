"""What is open, source by source, and what a report changes about it."""

from collections.abc import Callable

from processors.health.alert import closed, opened
from processors.state import Transaction
from schemas.alert import Alert
from schemas.codec import decode, encode
from schemas.events import CrawlReport

OPEN = "open"  # table: source -> its open alert
OVERDUE = "overdue"  # the outcome of a report that says that no good crawl came in time
WHOLE = "finished"  # a crawl that was cut short says nothing about what it did not read

Judge = Callable[[CrawlReport, Transaction], Alert | None]


def build() -> Judge:
    """The alert a report opens or closes; None where nothing changes."""
    return judge


def judge(report: CrawlReport, tx: Transaction) -> Alert | None:
    """One alert as long as a source is unwell, however many crawls that takes."""
    key = report.source.encode()
    kept = tx.get(OPEN, key)
    if kept is None and _unwell(report):
        alert = opened(report)
        tx.put(OPEN, key, encode(alert))
        return alert
    if kept is not None and _well(report):
        tx.delete(OPEN, key)
        return closed(decode(Alert, kept), report)
    return None


def _unwell(report: CrawlReport) -> bool:
    return bool(report.drift) or report.outcome == OVERDUE


def _well(report: CrawlReport) -> bool:
    return report.outcome == "good" and report.finish_reason == WHOLE and not report.drift
