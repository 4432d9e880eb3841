"""Every request stays on the source's site."""

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from spiders.policy.guard import GuardMiddleware
from tests.unit.spiders.crawlers import crawler, job


@pytest.mark.parametrize(
    "url",
    ["https://ads.example/x", "https://www.ads.example/x", "http://ads.example/robots.txt", "https://ADS.example./x"],
)
def test_the_site_itself_passes(tmp_path: Path, url: str) -> None:
    GuardMiddleware(crawler(job(tmp_path))).process_request(Request(url))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://other.example/", "offsite"),
        ("https://badads.example/", "offsite"),
        ("https://ads.example.evil.example/", "offsite"),
        ("https://ads.example:9200/", "offsite"),
        ("http://127.0.0.1/", "offsite"),
        ("http://2130706433/", "offsite"),
        ("http://0x7f.1/", "offsite"),
        ("http://169.254.169.254/latest/", "offsite"),
        ("http://[::1]/", "offsite"),
        ("https://user:secret@ads.example/", "credentials"),
        ("https://ads.example@other.example/", "credentials"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://ads.example/", "scheme"),
        ("https:///x", "address"),
    ],
)
def test_all_else_is_refused_and_counted(tmp_path: Path, url: str, reason: str) -> None:
    made = crawler(job(tmp_path))
    with pytest.raises(IgnoreRequest, match=reason):
        GuardMiddleware(made).process_request(Request(url))
    assert made.stats.get_value(f"refused/{reason}") == 1


@pytest.mark.parametrize(("url", "passes"), [("http://127.0.0.1:8000/x", True), ("http://127.0.0.1:9200/", False),
                                             ("http://localhost:8000/", False)])  # fmt: skip
def test_a_local_test_site_is_one_port(tmp_path: Path, url: str, passes: bool) -> None:
    guard = GuardMiddleware(crawler(job(tmp_path, local_test_site=True, start=["/list"])))
    if passes:
        guard.process_request(Request(url))
    else:
        with pytest.raises(IgnoreRequest):
            guard.process_request(Request(url))
