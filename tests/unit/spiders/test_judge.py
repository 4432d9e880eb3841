"""A run is green only if it did its job."""

from pathlib import Path
from typing import Any

import pytest

from spiders.judge import judge
from tests.unit.spiders.crawlers import job
from tests.unit.spiders.packs import AT

GOOD: dict[str, Any] = {
    "finish_reason": "finished",
    "pages": 12,
    "delivery/taken": 10,
    "delivery/acknowledged": 10,
    "coverage": {"title": 1.0},
    "downloader/response_status_count/200": 12,
    "request_depth_max": 3,
}


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({}, 0, ""),
        ({"bad/status_404": 3, "bad/bad_json_ld": 1, "dropped/duplicate": 2}, 0, ""),
        ({"delivery/taken": 0, "delivery/acknowledged": 0, "coverage": {}}, 3, "0 ads, expected at least 2"),
        ({"delivery/taken": 101, "delivery/acknowledged": 101}, 3, "expected at most 100"),
        ({"coverage": {"title": 0.5}}, 3, "only 50% of the ads have title"),
        ({"finish_reason": "shutdown"}, 3, "did not reach its end: shutdown"),
        ({"finish_reason": "closespider_timeout"}, 3, "closespider_timeout"),
        ({"finish_reason": "memusage_exceeded"}, 3, "memusage_exceeded"),
        ({"spider_exceptions/count": 1}, 3, "our own code"),
        ({"failed/timeout": 2}, 3, "pages not fetched: timeout (2)"),
        ({"bad/status_500": 1}, 3, "status_500"),
        ({"bad/too_many_tags": 1}, 3, "too_many_tags"),
        ({"dropped/no_key": 4}, 3, "ads not usable: no_key (4)"),
        ({"request_depth_max": 5000}, 3, "limit of 5000"),
        ({"blocked/forbidden": 1}, 3, "refused single pages"),
        ({"finish_reason": "blocked", "blocked/captcha": 1}, 4, "the site refuses us: captcha"),
        ({"blocked/robots": 1, "delivery/taken": 0, "delivery/acknowledged": 0}, 4, "robots"),
        ({"delivery/acknowledged": 7, "delivery/outbox": 3}, 5, "outbox for the next crawl: 3"),
        ({"delivery/acknowledged": 9, "delivery/lost": 1}, 5, "neither delivered nor kept: 1"),
        ({"delivery/refused/InvalidRecordError": 1}, 5, "lost and set aside: InvalidRecordError (1)"),
        ({"delivery/unremembered": 2}, 3, "not remembered: the next crawl sends them again: 2"),
        ({"delivery/acknowledged": 9}, 5, "do not balance"),
        (
            {"finish_reason": "blocked", "blocked/login": 1, "delivery/acknowledged": 9, "delivery/outbox": 1},
            5,
            "login",
        ),
    ],
)
def test_verdicts(tmp_path: Path, changes: dict[str, Any], code: int, says: str) -> None:
    report = judge(job(tmp_path), {**GOOD, **changes}, AT)
    assert report.exit_code == code
    assert says in "\n".join(report.reasons)
    assert bool(report.reasons) == bool(code)


def test_a_crawl_that_never_started_is_not_good(tmp_path: Path) -> None:
    assert judge(job(tmp_path), {}, AT).outcome == "degraded"


def test_a_limited_crawl_is_not_asked_for_all_ads(tmp_path: Path) -> None:
    stats = {**GOOD, "delivery/taken": 1, "delivery/acknowledged": 1, "finish_reason": "closespider_pagecount"}
    assert judge(job(tmp_path, max_pages=1), stats, AT).exit_code == 0
    assert judge(job(tmp_path), stats, AT).exit_code == 3


def test_the_report_holds_the_figures(tmp_path: Path) -> None:
    report = judge(job(tmp_path), {**GOOD, "dropped/no_key": 1}, AT)
    assert (report.pages, report.scraped, report.acknowledged, report.http) == (12, 10, 10, {"200": 12})
    assert (report.dropped, report.coverage, report.outcome) == ({"no_key": 1}, {"title": 1.0}, "degraded")
