"""From an ad to its alert: alerts about ads are measured, those about sources are not."""

import time
from datetime import UTC, datetime, timedelta

from processors.plumbing.latency import note_alerts
from processors.plumbing.metrics import Report
from processors.stage import Emit, Reject
from schemas.alert import Subject
from schemas.topics import ALERTS, INDEXED
from tests import factories


def test_only_alerts_about_ads_are_measured() -> None:
    report = Report(stage="alert", pid=1, started_at=0, written_at=0)
    seen = datetime.now(UTC) - timedelta(seconds=100)
    source = Subject(kind="source", id="demo_jobs")

    note_alerts(
        [
            Emit(((ALERTS, factories.alert(at=seen)),)),
            Emit(((ALERTS, factories.alert(at=seen, subject=source)), (INDEXED, factories.scored_ad()))),
            Emit(),
            Reject("bad"),
        ],
        report,
    )

    assert len(report.ad_to_alert_s) == 1
    assert 100 <= report.ad_to_alert_s[0] < 100 + time.time() - seen.timestamp()


def test_the_newest_two_hundred_are_remembered() -> None:
    report = Report(stage="alert", pid=1, started_at=0, written_at=0)
    for seconds in range(300):
        report.alerted(seconds)
    assert report.ad_to_alert_s == list(range(100, 300))
