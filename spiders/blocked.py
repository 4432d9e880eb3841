"""Recognises that a site does not want us, so that we stop: no retry, no way around."""

from urllib.parse import urlsplit

from spiders.read.bounds import UnreadableError
from spiders.read.page import Page

STATUS = {401: "login", 403: "forbidden", 407: "login", 429: "too_many_requests", 451: "legal"}

# Marks of pages that stand where the wanted page should be.
MARKS = {
    "captcha": (
        ".g-recaptcha, .h-captcha, .cf-turnstile, #challenge-form, #px-captcha, "
        "iframe[src*=captcha], script[src*=captcha], form[action*=captcha], input[name*=captcha]"
    ),
    "login": "input[type=password]",
    "consent": "form[action*=consent], #consent-page, [id*=cookie-wall], [class*=cookie-wall]",
}
PATHS = {"login": ("/login", "/signin", "/sign-in", "/account/login"), "captcha": ("/captcha", "/challenge")}


def blocked_by_status(status: int) -> str | None:
    """Why the site refuses us, by its HTTP status; None when it does not."""
    return STATUS.get(status)


def blocked_by_page(page: Page) -> str | None:
    """Why the site refuses us, by what it shows in place of the wanted page; None when it does not.

    Ask only when a page gave nothing we came for: an ordinary page may have a login form in a corner.
    """
    path = urlsplit(page.url).path.rstrip("/").lower()
    by_path = next((reason for reason, ends in PATHS.items() if path.endswith(ends)), None)
    return by_path or _marked(page)


def _marked(page: Page) -> str | None:
    if not page.text.lstrip().startswith("<"):
        return None
    try:
        return next((reason for reason, css in MARKS.items() if page.html.css_first(css) is not None), None)
    except UnreadableError:
        return None
