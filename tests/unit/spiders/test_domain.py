"""Which hosts share one pace. Real is only "co.uk", a public suffix; the names under it are invented."""

import pytest

from spiders.domain import domain_of


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.no-such-site-0123.co.uk/x", "no-such-site-0123.co.uk"),
        ("https://leeds.no-such-site-0123.co.uk./x", "no-such-site-0123.co.uk"),
        ("http://jobs.example/", "jobs.example"),
        ("https://www.jobs.example/", "jobs.example"),
        ("http://127.0.0.1:8321/", "127.0.0.1:8321"),
        ("https://[2001:db8::1]/", "2001:db8::1:https"),
        ("http://localhost:80/", "localhost:80"),
    ],
)
def test_domains(url: str, domain: str) -> None:
    assert domain_of(url) == domain
