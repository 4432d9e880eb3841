"""Scrapy's settings: the doors that are open by default are shut."""

from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.settings.default_settings import EXTENSIONS_BASE

from spiders.settings import scrapy_settings
from spiders.spider import AdSpider
from tests.unit.spiders.crawlers import crawler, job


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(scrapy_settings(job(tmp_path)))


def test_nobody_can_run_code_in_a_crawl(settings: Settings) -> None:
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    for door in ("scrapy.extensions.remote_control.RemoteControl", "scrapy.extensions.telnet.TelnetConsole"):
        assert door in EXTENSIONS_BASE  # or it has a new name, and is open again
        assert settings.getwithbase("EXTENSIONS")[door] is None


def test_certificates_are_verified(settings: Settings) -> None:
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_only_http_and_https_are_fetched(settings: Settings) -> None:
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_the_site_is_told_who_asks_and_is_obeyed(settings: Settings) -> None:
    assert settings["USER_AGENT"] == "adwatch/1 (+https://adwatch.example/crawler)"
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") == 2
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert not settings.getbool("COOKIES_ENABLED")


def test_everything_has_a_bound(settings: Settings) -> None:
    names = ("DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE", "CLOSESPIDER_TIMEOUT", "DEPTH_LIMIT", "MEMUSAGE_LIMIT_MB")
    assert all(settings.getfloat(name) > 0 for name in names)
    assert settings.getint("DOWNLOAD_MAXSIZE") <= 8 * 1024 * 1024
    assert settings.getint("REDIRECT_MAX_TIMES") == 5


def test_redirects_end_whatever_the_scheme(tmp_path: Path) -> None:
    """Fault 5: http -> https -> http."""
    made = crawler(job(tmp_path))
    made.spider = AdSpider.from_crawler(made)
    middleware: Any = RedirectMiddleware.from_crawler(made)
    request = Request("http://ads.example/")

    def redirected() -> Request:
        other = "https" if request.url.startswith("http:") else "http"
        to = f"{other}://ads.example/{len(request.meta.get('redirect_urls', ()))}"
        answer = middleware.process_response(request, Response(request.url, status=302, headers={"Location": to}))
        assert isinstance(answer, Request)
        return answer

    for _ in range(5):
        request = redirected()
    with pytest.raises(IgnoreRequest, match="max redirections reached"):
        redirected()
