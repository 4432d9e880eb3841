"""Pages that stand where the wanted page should be."""

import pytest

from spiders.blocked import blocked_by_address, blocked_by_headers, blocked_by_page, blocked_by_status
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
        ("/ad/1", "<h1>Please sign in to continue</h1>", "login"),
        ("/ad/1", "<h1>Connectez-vous</h1>", "login"),
        ("/ad/1", "<div class='g-recaptcha'></div>", "captcha"),
        ("/ad/1", "<iframe src='https://x.example/captcha/v1'></iframe>", "captcha"),
        ("/ad/1", "<form id=challenge-form></form>", "captcha"),
        ("/ad/1", "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/x'></script>", "captcha"),
        ("/ad/1", "<title>Just a moment...</title>", "captcha"),
        ("/ad/1", "<h1>Are you human?</h1>", "captcha"),
        ("/ad/1", "<h2>Please verify that you are not a robot</h2>", "captcha"),
        ("/ad/1", "<h1>Êtes-vous un robot ?</h1>", "captcha"),
        ("/ad/1", "<title>Pardon Our Interruption</title>", "captcha"),
        ("/ad/1", "<div id='cookie-wall-7'></div>", "consent"),
        ("/ad/1", "<h1>Before you continue to the site</h1>", "consent"),
        ("/ad/1", "<div class='age-gate'>Enter</div>", "consent"),
        ("/ad/1", "<p>This ad was removed.</p>", None),
        ("/ad/1", "<h1>Signs and blinds fitted</h1>", None),
        ("/ad/1", "<h1>Robot vacuum cleaner</h1>", None),
        ("/ad/1", "<p>Are you human? So am I.</p>", None),  # in the text, not as what the page is
        ("/ad/login-clerk-wanted", "<p>x</p>", None),
        ("/api", '{"captcha": false}', None),
        ("/api", "<div>" * 100_000, None),
    ],
)
def test_by_page(path: str, body: str, reason: str | None) -> None:
    assert blocked_by_page(Page(f"https://ads.example{path}", Role.AD, body.encode())) == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://consent.other.example/?continue=x", "consent"),
        ("https://accounts.other.example/x", "login"),
        ("https://ads.example/sorry/index", "captcha"),
        ("https://ads.example/ad/7", None),
    ],
)
def test_by_where_a_redirect_leads(url: str, reason: str | None) -> None:
    assert blocked_by_address(url) == reason


def test_by_headers() -> None:
    assert blocked_by_headers({"content-type", "cf-mitigated"}) == "captcha"
    assert blocked_by_headers({"content-type", "server"}) is None
