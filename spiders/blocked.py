"""Recognises that a site does not want us, so that we stop: no retry, no way around."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from spiders.read.bounds import UnreadableError
from spiders.read.page import Page

STATUS = {401: "login", 403: "forbidden", 407: "login", 429: "too_many_requests", 451: "legal"}

# Headers of services that stand before a site and ask visitors to prove that they are people.
HEADERS = {"cf-mitigated": "captcha", "x-datadome": "captcha", "x-amzn-waf-action": "captcha"}

# Marks of pages that stand where the wanted page should be.
MARKS = {
    "captcha": (
        ".g-recaptcha, .h-captcha, .cf-turnstile, #challenge-form, #px-captcha, #captcha-container, #cf-wrapper, "
        "iframe[src*=captcha], script[src*=captcha], form[action*=captcha], input[name*=captcha], "
        "script[src*='/cdn-cgi/challenge-platform/'], iframe[src*='_Incapsula_Resource']"
    ),
    "login": "input[type=password]",
    "consent": (
        "form[action*=consent], #consent-page, [id*=cookie-wall], [class*=cookie-wall], [id*=age-gate], "
        "[class*=age-gate], form[action*=age-verification]"
    ),
}
# What the title or the first heading of such a page says, in the languages of our sources.
WORDS = {
    "captcha": re.compile(
        r"are you (a )?(human|robot)|(verify|confirm|prove)( that)? you('re| are)( a)?( not a)? (human|robot)"
        r"|just a moment|attention required|unusual traffic|security (check|verification)|checking your browser"
        r"|access to this page has been denied|pardon our interruption|êtes[- ]vous un (humain|robot)"
        r"|vérification de sécurité|pas un robot|eres (un )?(humano|robot)|no soy un robot|kein roboter"
        r"|bestätigen sie, dass sie ein mensch",
        re.IGNORECASE,
    ),
    "login": re.compile(
        r"^\W*(please )?(log|sign) ?in\b|^\W*connectez[- ]vous|^\W*se connecter|^\W*iniciar sesión|^\W*anmelden\b",
        re.IGNORECASE,
    ),
    "consent": re.compile(
        r"before you continue|avant de continuer|antes de continuar|bevor sie fortfahren|cookie consent"
        r"|we value your privacy|confirm your age|are you (over )?18",
        re.IGNORECASE,
    ),
}
PATHS = {
    "login": ("/login", "/signin", "/sign-in", "/log-in", "/account/login"),
    "captcha": ("/captcha", "/challenge", "/sorry/index"),
    "consent": ("/consent", "/cookie-wall", "/age-verification"),
}
HOSTS = {"login": ("login.", "signin.", "accounts.", "auth."), "captcha": ("captcha.",), "consent": ("consent.",)}
MAX_WORDS = 300  # characters of a title or heading that are looked at


def blocked_by_status(status: int) -> str | None:
    """Why the site refuses us, by its HTTP status; None when it does not."""
    return STATUS.get(status)


def blocked_by_headers(names: Collection[str]) -> str | None:
    """Why the site refuses us, by the names of an answer's headers, lower case. Ask only when the answer is no page."""
    return next((reason for name, reason in HEADERS.items() if name in names), None)


def blocked_by_page(page: Page) -> str | None:
    """Why the site refuses us, by what it shows in place of the wanted page; None when it does not.

    Ask only when a page gave nothing we came for: an ordinary page may have a login form in a corner.
    """
    return blocked_by_address(page.url) or _marked(page)


def blocked_by_address(url: str) -> str | None:
    """Why the site refuses us, by where it sent us; None when it does not."""
    parts = urlsplit(url)
    path, host = parts.path.rstrip("/").lower(), parts.hostname or ""
    by_path = next((reason for reason, ends in PATHS.items() if path.endswith(ends)), None)
    return by_path or next((reason for reason, starts in HOSTS.items() if host.startswith(starts)), None)


def _marked(page: Page) -> str | None:
    if not page.text.lstrip().startswith("<"):
        return None
    try:
        by_mark = next((reason for reason, css in MARKS.items() if page.html.css_first(css) is not None), None)
        return by_mark or _said(page)
    except UnreadableError:
        return None


def _said(page: Page) -> str | None:
    for heading in page.html.css("title, h1, h2")[:4]:
        words = heading.text(strip=True)[:MAX_WORDS]
        reason = next((reason for reason, pattern in WORDS.items() if pattern.search(words)), None)
        if reason:
            return reason
    return None
