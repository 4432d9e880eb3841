"""Pages that stand where the wanted page should be."""

import pytest

from spiders.blocked import blocked_by_page, blocked_by_status
from spiders.read.page import Page, Role


@pytest.mark.parametrize(("status", "reason"), [(200, None), (404, None), (403, "forbidden"), (401, "login"),
                                                (429, "too_many_requests"), (451, "legal"), (500, None)])  # fmt: skip
def test_by_status(status: int, reason: str | None) -> None:
    assert blocked_by_status(status) == reason


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("/ad/1", "<form><input type=password></form>", "login"),
        ("/account/login", "<p>Please sign in</p>", "login"),
        ("/ad/1", "<div class='g-recaptcha'></div>", "captcha"),
        ("/ad/1", "<iframe src='https://x.example/captcha/v1'></iframe>", "captcha"),
        ("/ad/1", "<form id=challenge-form></form>", "captcha"),
        ("/ad/1", "<div id='cookie-wall-7'></div>", "consent"),
        ("/ad/1", "<p>This ad was removed.</p>", None),
        ("/ad/login-clerk-wanted", "<p>x</p>", None),
        ("/api", '{"captcha": false}', None),
        ("/api", "<div>" * 100_000, None),
    ],
)
def test_by_page(path: str, body: str, reason: str | None) -> None:
    assert blocked_by_page(Page(f"https://ads.example{path}", Role.AD, body.encode())) == reason
