"""Addresses found on pages."""

import pytest

from spiders.read.urls import absolute


@pytest.mark.parametrize(
    ("found", "url"),
    [
        ("b", "https://ads.example/a/b"),
        (" /b?x=1#top ", "https://ads.example/b?x=1"),
        ("//other.example/", "https://other.example/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("http://[::1", None),
        ("https://ads.example:99999/", None),
        ("https://ads.example:x/", None),
        ("http:///b", None),
        ("/" + "x" * 2100, None),
    ],
)
def test_absolute(found: str, url: str | None) -> None:
    assert absolute("https://ads.example/a/", found) == url
