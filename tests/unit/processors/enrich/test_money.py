"""Amounts and currencies from their written forms."""

import pytest

from processors.enrich import money

AMOUNTS = [
    ("150", "150"), ("1 200", "1200"), ("1.200", "1200"), ("1,200", "1200"), ("1'200", "1200"), ("1.200,50", "1200.50"),
    ("1,200.50", "1200.50"), ("12,5", "12.50"), ("12.00", "12"), ("0.50", "0.50"), ("007", "7"),
    ("1,234,567", "1234567"), ("0", None), ("0.00", None), ("12345678901", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "amount"), AMOUNTS)
def test_amounts(written: str, amount: str | None) -> None:
    assert money.amount(written) == amount


CURRENCIES = [
    ("$", None, "USD"), ("$", "CA", "CAD"), ("$", "AU", "AUD"), ("€", "US", "EUR"), ("kr", "SE", "SEK"),
    ("kr", None, None), ("lei", "MD", "MDL"), ("lei", None, "RON"), ("peso", None, None), ("peso", "MX", "MXN"),
    ("roses", "GB", "GBP"),
    ("roses", None, "USD"), ("грн", None, "UAH"), ("usd", "FR", "USD"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "country", "code"), CURRENCIES)
def test_currencies_depend_on_the_place_where_the_word_does(
    written: str, country: str | None, code: str | None
) -> None:
    assert money.currency(written, country) == code


def test_words_of_other_meanings_need_a_capital_letter() -> None:
    assert not money.is_code("try", "t")
    assert money.is_code("try", "T")
    assert money.is_code("euro", "e")
