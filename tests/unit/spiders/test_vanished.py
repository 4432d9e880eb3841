"""Only a crawl that saw the whole source can say that an ad is gone."""

from pathlib import Path
from typing import Any

import pytest

from spiders.vanished import is_complete
from tests.unit.spiders.crawlers import job

WHOLE: dict[str, Any] = {"finish_reason": "finished", "delivery/taken": 10, "coverage": {"title": 1.0}}


@pytest.mark.parametrize(
    ("changes", "complete"),
    [
        ({}, True),
        ({"bad/status_404": 3, "bad/status_500": 1, "failed/timeout": 2}, True),  # of ads; they are known to be listed
        ({"blocked/robots": 2}, True),
        ({"listing/broken": 1}, False),
        ({"finish_reason": "closespider_timeout"}, False),
        ({"finish_reason": "stopped"}, False),
        ({"spider_exceptions/count": 1}, False),
        ({"delivery/lost": 1}, False),
        ({"delivery/unremembered": 1}, False),
        ({"dropped/memory": 1}, False),
        ({"blocked/forbidden": 1}, False),
        ({"request_depth_max": 5000}, False),
        ({"delivery/taken": 1}, False),
        ({"coverage": {"title": 0.5}}, False),
    ],
)
def test_any_doubt_counts(tmp_path: Path, changes: dict[str, Any], complete: bool) -> None:
    assert is_complete(job(tmp_path), {**WHOLE, **changes}) is complete


@pytest.mark.parametrize(
    "changes",
    [{"shows_all": False}, {"history_days": 30}, {"read": {"how": "feed"}, "expect": {"ads": [2, 100]}}],
)
def test_some_sources_never_show_all_there_is(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert not is_complete(job(tmp_path, **changes), WHOLE)


def test_a_limited_crawl_is_not_complete(tmp_path: Path) -> None:
    assert not is_complete(job(tmp_path, max_pages=5), WHOLE)
