"""Sums as people write them, and as structured data states them."""

from random import Random

import pytest

from simulator.money import Sum, draw
from simulator.phrases import Money, bank


@pytest.mark.parametrize(
    ("cents", "country", "per", "language", "written", "structured"),
    [
        (1250, "GB", "hour", "en", "£12.50 per hour|£12.50 an hour", "12.50 GBP per HOUR"),
        (1800, "US", "hour", "en", "$18 per hour|$18 an hour", "18 USD per HOUR"),
        (1250, "FR", "hour", "fr", "12,50 € de l'heure|12,50 € par heure", "12.50 EUR per HOUR"),
        (185000, "FR", "month", "fr", "1850 € par mois|1850 € mensuels", "1850 EUR per MONTH"),
        (1850, "US", "hour", "es", "$18,50 la hora|$18,50 por hora", "18.50 USD per HOUR"),
        (1200, "GB", "hour", "ru", "£12 в час|£12 за час", "12 GBP per HOUR"),
        (1225, "FR", "hour", "ru", "12,25 € в час|12,25 € за час", "12.25 EUR per HOUR"),
        (9000, "GB", None, "en", "£90", "90 GBP"),
    ],
)
def test_a_sum_in_words_and_in_data(
    cents: int, country: str, per: str | None, language: str, written: str, structured: str
) -> None:
    amount = Sum(cents, country, per)
    assert {amount.text(Random(seed), bank(language)) for seed in range(30)} == set(written.split("|"))
    assert amount.structured == structured


def test_sums_stay_in_their_range_and_are_round() -> None:
    hourly = [draw(Random(seed), Money("hour", 13, 16), "GB").cents for seed in range(200)]
    monthly = [draw(Random(seed), Money("month", 2100, 2900), "GB").cents for seed in range(200)]
    assert all(1300 <= cents < 1600 and cents % 25 == 0 for cents in hourly)
    assert all(210_000 <= cents < 290_000 and cents % 500 == 0 for cents in monthly)
    assert all(4000 <= draw(Random(seed), Money("hour", 13, 16), "GB", 3.2).cents < 5200 for seed in range(50))
