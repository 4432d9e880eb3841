"""Only text is downloaded."""

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import StopDownload
from scrapy.http import Headers

from spiders.policy.content import ContentGuard
from spiders.read.page import Role
from tests.unit.spiders.crawlers import crawler, job


@pytest.mark.parametrize(
    ("kind", "role", "length", "cut"),
    [
        ("text/html; charset=utf-8", Role.AD, 10, False),
        ("TEXT/HTML", Role.AD, 10, False),
        ("application/json", Role.LIST, 10, False),
        ("application/rss+xml", Role.LIST, 10, False),
        ("application/ld+json", Role.LIST, 10, False),
        ("text/plain", None, 10, False),
        ("application/gzip", Role.SITEMAP, 10, False),
        ("application/gzip", Role.AD, 10, True),
        ("image/jpeg", Role.AD, 10, True),
        ("image/svg+xml", Role.AD, 10, True),
        ("video/mp4", Role.AD, 10, True),
        ("application/pdf", Role.AD, 10, True),
        ("application/octet-stream", Role.SITEMAP, 10, True),
        ("", Role.AD, 10, True),
        ("", Role.AD, 0, False),  # a redirect without a body
    ],
)
def test_content_types(tmp_path: Path, kind: str, role: Role | None, length: int, cut: bool) -> None:
    made = crawler(job(tmp_path))
    headers = Headers({"Content-Type": kind} if kind else {})
    request = Request("https://ads.example/", meta={"role": role} if role else {})
    guard = ContentGuard(made)
    if cut:
        with pytest.raises(StopDownload):
            guard.headers_received(headers, length, request)
    else:
        guard.headers_received(headers, length, request)
    assert made.stats.get_value("refused/content_type", 0) == int(cut)
