"""What the system did, from the audit log, the purges and the verdicts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adwatch import audit
from adwatch.access import LOOKUP, OPEN, OPEN_MANY
from adwatch.report.conduct import Conduct, conduct
from adwatch.retention.purge import Purge, keep_report
from adwatch.review.steps import close
from processors.index.convert import to_alert_document
from processors.index.document import AlertDocument
from processors.settings import ProcessorSettings
from spiders.source import load_sources
from tests.factories import alert

NOW = datetime.now(UTC)
BEGIN, END = NOW - timedelta(days=30), NOW + timedelta(days=1)


class Crawls:
    """A search engine that answers with the crawls of one source."""

    def search(self, **_: Any) -> Any:
        found = {"doc_count": 9, "good": {"doc_count": 8}, "pages": {"value": 90.0}, "ads": {"value": 70.0}}
        return {"aggregations": {"sources": {"buckets": [{"key": "demo_jobs", **found}]}}}


def closed(rule: str, verdicts: str, at: datetime = NOW) -> list[AlertDocument]:
    """Alerts of a rule: c for a concern, n for none."""
    words = {"c": "concern", "n": "no_concern", "u": "unclear"}
    return [close(to_alert_document(alert(rule=rule)), "reviewer", at, words[each], "note") for each in verdicts]


def made(home: Path, alerts: list[AlertDocument]) -> Conduct:
    return conduct(ProcessorSettings(home=home), Crawls(), load_sources(), alerts, BEGIN, END)  # type: ignore[arg-type]


def test_sources_are_those_that_were_read(tmp_path: Path) -> None:
    (row,) = made(tmp_path, []).sources
    assert (row.name, row.crawls, row.not_good, row.pages, row.ads) == ("demo_jobs", 9, 1, 90, 70)
    assert row.owner


def test_openings_are_counted_by_purpose_and_nothing_else_of_them_is_told(tmp_path: Path) -> None:
    for action, purpose in ((OPEN, "referral"), (OPEN, "referral"), (LOOKUP, "investigation"), ("rule.live", "x")):
        audit.append(tmp_path, action, "phone-1", "reviewer", "login", {"purpose": purpose, "reason": "case seven"})
    audit.append(tmp_path, "erase.done", "phone-1", "reviewer", "login")
    done = made(tmp_path, [])
    assert done.openings == {OPEN: {"referral": 2}, OPEN_MANY: {}, LOOKUP: {"investigation": 1}}
    assert done.erasures == 1
    assert not any(word in msgspec.json.encode(done).decode() for word in ("reviewer", "case seven", "phone-1"))


def test_purges_of_the_period_are_added_up(tmp_path: Path) -> None:
    for days, ended, left in ((50, {"ads": 100}, {}), (3, {"ads": 5, "alerts": 1}, {}), (2, {"ads": 2}, {"ads": 1})):
        keep_report(tmp_path, Purge(at=NOW - timedelta(days=days), profile="default", done=ended, left=left))
    done = made(tmp_path, [])
    assert (done.purges, done.purged, done.not_purged) == (2, {"ads": 7, "alerts": 1}, {"ads": 1})
    assert done.days["graded_text"] > 0


@pytest.mark.parametrize(
    ("alerts", "shown", "left_out"),
    [
        ([], [], 0),
        (closed("a", "cccccccnnn"), [("", 10, 0.3), ("a", 10, 0.3)], 0),
        (closed("a", "c" * 9), [], 1),
        (closed("a", "c" * 20) + closed("b", "n" * 20) + closed("c", "n" * 4), [("", 44, 0.545), ("b", 20, 1.0)], 2),
        (closed("a", "c" * 20 + "u" * 9), [("", 20, 0.0), ("a", 20, 0.0)], 0),
        (closed("a", "c" * 20, NOW - timedelta(days=90)), [], 0),
    ],
)
def test_error_rates_from_reviews(tmp_path: Path, alerts: list[Any], shown: list[Any], left_out: int) -> None:
    done = made(tmp_path, alerts)
    assert [(each.rule, each.decided, round(each.wrong, 3)) for each in done.reviews] == shown
    assert done.rules_left_out == left_out
    assert all(each.low - 1e-9 <= each.wrong <= each.high + 1e-9 for each in done.reviews)
