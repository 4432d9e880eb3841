"""What is not tried again, and what is refused for what it is."""

from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse

from spiders.policy.refusal import BLOCKED, RefusalMiddleware
from tests.unit.spiders.crawlers import crawler, job

URL = "https://ads.example/ad/1"
LOGIN = "<header><form><input type=password></form></header><h1>Sorry</h1>"


@pytest.mark.parametrize(
    ("status", "body", "headers", "blocked"),
    [
        (503, "<title>Just a moment...</title>", {}, True),
        (503, "", {"cf-mitigated": "challenge"}, True),
        (405, "<div id=captcha-container></div>", {}, True),
        (202, "", {"x-amzn-waf-action": "challenge"}, True),
        (503, "<h1>We are repairing something</h1>", {}, False),
        (503, LOGIN, {}, False),
        (404, LOGIN, {"x-datadome": "protected"}, False),
        (500, "<title>Just a moment...</title>", {}, False),
        (200, "<div class=g-recaptcha></div>", {}, False),  # that depends on what else is on the page
    ],
)
def test_challenges(tmp_path: Path, status: int, body: str, headers: dict[str, str], blocked: bool) -> None:
    request = Request(URL)
    answer = HtmlResponse(URL, status=status, body=body.encode(), headers=headers)
    assert RefusalMiddleware(crawler(job(tmp_path))).process_response(request, answer) is answer
    assert request.meta == ({BLOCKED: "captcha", "dont_retry": True} if blocked else {})


def test_an_image_under_a_texts_name_is_refused(tmp_path: Path) -> None:
    made = crawler(job(tmp_path))
    with pytest.raises(IgnoreRequest, match="binary"):
        RefusalMiddleware(made).process_response(Request(URL), HtmlResponse(URL, body=b"\xff\xd8\xff\xe0"))
    assert made.stats.get_value("refused/content_type") == 1
