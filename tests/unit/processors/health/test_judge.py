"""One alert as long as a source is unwell; it closes itself when the source is well again."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from processors.health import build
from processors.state import MemoryTransaction
from schemas.alert import Alert, AlertState, Severity
from schemas.events import CrawlReport
from tests.factories import NOON, crawl_report, drift

GOOD = crawl_report()
DRIFTED = crawl_report(outcome="degraded", exit_code=3, drift=(drift(),))
LOOKS = crawl_report(drift=(drift(kind="structure", field="ad"),))
EMPTY = crawl_report(outcome="degraded", scraped=0, coverage={}, drift=(drift(kind="count", field="ads"),))
OVERDUE = crawl_report(outcome="overdue", reasons=("no good crawl for 13 h",), pages=0)
BROKER_AWAY = crawl_report(outcome="undelivered", exit_code=5)
CUT_SHORT = crawl_report(finish_reason="closespider_pagecount")


def told(reports: Iterable[CrawlReport]) -> list[Alert]:
    tx, judge = MemoryTransaction(), build()
    return [alert for report in reports if (alert := judge(report, tx))]


@pytest.mark.parametrize(
    ("reports", "states"),
    [
        ([GOOD], []),
        ([BROKER_AWAY], []),
        ([DRIFTED], ["new"]),
        ([LOOKS], ["new"]),
        ([OVERDUE], ["new"]),
        ([DRIFTED, DRIFTED, EMPTY], ["new"]),
        ([DRIFTED, GOOD, GOOD], ["new", "closed"]),
        ([DRIFTED, CUT_SHORT, BROKER_AWAY], ["new"]),
        ([DRIFTED, GOOD, DRIFTED], ["new", "closed", "new"]),
        ([DRIFTED, crawl_report(source="other")], ["new"]),
    ],
)
def test_when_it_opens_and_closes(reports: list[CrawlReport], states: list[str]) -> None:
    assert [alert.state for alert in told(reports)] == states


def test_the_alert_shows_the_field_and_both_fragments_and_closes_under_its_id() -> None:
    well = crawl_report(run="later", finished_at=NOON + timedelta(days=1))
    first, last = told([DRIFTED, well])
    assert (first.subject.kind, first.key, first.rule) == ("source", "demo_jobs", "source_health")
    assert "price no longer found" in first.title
    assert first.sentence == "price: expected 80%, found 30%"
    assert first.drift == DRIFTED.drift
    assert "adwatch sources health demo_jobs" in first.run_book
    assert (last.alert_id, last.state, last.state_changed_by) == (first.alert_id, AlertState.CLOSED, "adwatch")
    assert last.state_changed_at == well.finished_at
    assert "later" in last.state_note


@pytest.mark.parametrize(
    ("report", "severity"),
    [(DRIFTED, Severity.MEDIUM), (EMPTY, Severity.HIGH), (LOOKS, Severity.LOW)],
)
def test_severity(report: CrawlReport, severity: Severity) -> None:
    [alert] = told([report])
    assert alert.severity is severity


def test_every_alert_speaks_french_too() -> None:
    for report in (DRIFTED, EMPTY, LOOKS, OVERDUE):
        [alert] = told([report])
        [french] = alert.translations
        assert french.language == "fr"
        assert all((french.title, french.sentence, french.run_book))
