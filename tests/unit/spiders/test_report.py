"""When a source is overdue, and what is said then."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from spiders.report import is_overdue, overdue
from tests.unit.spiders.packs import AT, pack


@pytest.mark.parametrize(
    ("changes", "ago", "late"),
    [
        ({"schedule": "17 */6 * * *"}, timedelta(hours=12), False),
        ({"schedule": "17 */6 * * *"}, timedelta(hours=12, seconds=1), True),
        ({"schedule": "0 3 * * 1"}, timedelta(days=14), False),
        ({"schedule": "0 3 * * 1"}, timedelta(days=15), True),
        ({"schedule": "17 */6 * * *"}, None, False),
        ({"enabled": False}, timedelta(days=300), False),
    ],
)
def test_twice_the_interval_without_a_good_crawl(
    tmp_path: Path, changes: dict[str, Any], ago: timedelta | None, late: bool
) -> None:
    assert is_overdue(pack(tmp_path, **changes), AT - ago if ago else None, AT) is late


def test_the_report_says_since_when(tmp_path: Path) -> None:
    report = overdue(pack(tmp_path), AT - timedelta(days=1), AT)
    assert (report.outcome, report.source, report.exit_code) == ("overdue", "invented", 3)
    assert report.reasons == ("no good crawl since 2026-11-24 12:00 UTC; the schedule is 17 */6 * * *",)
    assert "ever" in overdue(pack(tmp_path), None, AT).reasons[0]
