"""Saved pages hold nobody's contacts, however they are written."""

import pytest

from spiders.fiction import is_fiction
from spiders.scrub import leaks, scrub
from tests.growth import is_linear


@pytest.mark.parametrize(
    ("page", "scrubbed"),
    [
        ("Write to anna.b@post.zz now", "Write to someone@mail.example now"),
        ("anna@shop.example stays", "anna@shop.example stays"),
        ("anna@myexample.com goes", "someone@mail.example goes"),
        ("anna&#64;post.zz, anna&#x40;post.zz, anna&commat;post.zz", ", ".join(["someone@mail.example"] * 3)),
        ("mailto:anna%40post.zz, anna%2540post.zz", "mailto:someone@mail.example, someone@mail.example"),
        (r'{"to": "anna\u0040post.zz"}', '{"to": "someone@mail.example"}'),
        ("anna [at] post.zz, anna (at) post [dot] zz", "someone@mail.example, someone@mail.example"),
        ("anna [at] mail.example stays", None),
        ("Call +44 7700 900123 or (0161) 496 0000", "Call 020 7946 0100 or 020 7946 0100"),
        ("Call 0161 496-0000.", "Call 020 7946 0100."),
        ("café: 06.39.98.12.34", "café: 020 7946 0100"),
        ("Call (415) 100-0000 or 415-100-0000", "Call 020 7946 0100 or 020 7946 0100"),
        ("0161&nbsp;555&#160;2671", "020 7946 0100"),
        ('<a href="tel:4151000000">', '<a href="tel:442079460100">'),
        ('<a href="https://wa.me/14151000000">', '<a href="https://wa.me/442079460100">'),
        (r'"https:\/\/wa.me\/14151000000"', r'"https:\/\/wa.me\/442079460100"'),
        ("/send?phone=14151000000&text=hi", "/send?phone=442079460100&text=hi"),
        ("/send?phone=%2B14151000000", "/send?phone=442079460100"),
        ('{"contactPhone": 4151000000, "tel": "415 5552671"}', '{"contactPhone": 442079460100, "tel": "442079460100"}'),
        ('<b data-phone="4151000000">', '<b data-phone="442079460100">'),
        ("https://t.me/anna_b and instagram.com/anna.b/", "https://t.me/someone and instagram.com/someone/"),
        ("https://www.tiktok.com/@anna_b", "https://www.tiktok.com/@someone"),
        ("2026-11-02 08:15, 1 200 EUR, /ad/10411133.html, id=0123456789, 01.02.2026, 03-04-2026", None),
        ('{"hotel": 12345678, "tel": "", "id": 4151000000}', None),
        ('<time datetime="2026-11-02T08:15:00+01:00">', None),
    ],
)
def test_scrub(page: str, scrubbed: str | None) -> None:
    assert scrub(page.encode()).decode() == (scrubbed or page)
    assert list(leaks(scrub(page.encode()))) == []


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("anna&#64;post.zz", "e-mail"),
        ("anna%40post.zz", "e-mail"),
        ("anna [at] post.zz", "e-mail"),
        ("+44 1000 000000", "telephone"),
        ("(415) 100-0000", "telephone"),
        ("tel:4151000000", "telephone"),
        ('{"phone": "4151000000"}', "telephone"),
        ("t.me/anna_b", "account"),
        ("+44 7700 900123, (415) 555-0123, tel:+33199001234, +44 20 7946 0100", ""),
        ("t.me/someone", ""),
    ],
)
def test_leaks_are_told_by_kind_and_not_repeated(page: str, kind: str) -> None:
    told = list(leaks(page.encode()))
    assert [kind in each for each in told] == ([True] if kind else [])
    assert not any(word in "".join(told) for word in ("anna", "415", "1000"))


HARD = ("0 (0.0- ", "a", "a.", "&#", "%2525", "phone")


@pytest.mark.parametrize("unit", HARD)
def test_a_page_is_searched_in_time_that_grows_with_its_length(unit: str) -> None:
    assert is_linear(lambda length: list(leaks((unit * length)[:length].encode())), 10_000)


@pytest.mark.parametrize(
    ("number", "fiction"),
    [
        ("+44 7700 900123", True), ("07700 900123", True), ("+44 (0)161 496 0123", True), ("0044 20 7946 0999", True),
        ("+1 415 555 0199", True), ("415-555-0100", True), ("+33 6 39 98 12 34", True), ("+61 491 570 156", True),
        ("+44 7700 901123", False), ("+1 415 555 0200", False), ("+44 1000 000000", False), ("", False),
    ],
)  # fmt: skip
def test_numbers_reserved_for_fiction(number: str, fiction: bool) -> None:
    assert is_fiction(number) is fiction
