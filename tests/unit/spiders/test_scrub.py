"""Saved pages hold nobody's contacts."""

import pytest

from spiders.scrub import leaks, scrub


@pytest.mark.parametrize(
    ("page", "scrubbed"),
    [
        ("Write to anna.b@post.zz now", "Write to someone@mail.example now"),
        ("anna@shop.example stays", "anna@shop.example stays"),
        ("Call +44 7700 900123 or (0161) 496 0000", "Call 020 7946 0100 or 020 7946 0100"),
        ("Call 0161 496-0000.", "Call 020 7946 0100."),
        ("café: 06.39.98.12.34", "café: 020 7946 0100"),
        ("2026-11-02 08:15, 1 200 EUR, /ad/10411133.html, id=0123456789", None),
        ('<time datetime="2026-11-02T08:15:00+01:00">', None),
    ],
)
def test_scrub(page: str, scrubbed: str | None) -> None:
    assert scrub(page.encode()).decode() == (scrubbed or page)
    assert list(leaks(scrub(page.encode()))) == []
