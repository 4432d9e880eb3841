"""Fault 15: prices and phones as nobody should write them give a typed value or none, and never an error."""

from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.mention import MentionKind
from tests.unit.processors.enrich.reader import mentions, values

PRICES = [
    ("Price: 1e400", []),
    ("Price: NaN", []),
    ("Price: Infinity", []),
    ("Price on request", []),
    ("£" + "9" * 60, []),
    ("£ -50 off", []),
    ("£150 an hour", ["150 GBP"]),
]
PHONES = [
    ("Call me maybe", []),
    ("Call " + "7" * 60, []),
    ("Call 0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", ["+447700900123"]),
    ("Call O77OO 9OO l23", ["+447700900123"]),
    ("Call 07700", []),
    ("Call +999 07700 900123 07700 900123 07700 900123 07700 900123", ["+447700900123"]),
]


@pytest.mark.parametrize(("text", "found"), PRICES)
def test_prices(text: str, found: list[str]) -> None:
    prices = [one.price for one in mentions(text, "GB") if one.kind is MentionKind.PRICE]
    assert [f"{price.amount} {price.currency}" for price in prices if price] == found


@pytest.mark.parametrize(("text", "found"), PHONES)
def test_phones(text: str, found: list[str]) -> None:
    assert sorted(set(values("phones", text, "GB"))) == found


SCRAPS = st.sampled_from(
    ["£", "$", "€", "1e400", "-", "NaN", "0", "07700 900123", "7️⃣", "per hour", " ", "\u202e", ",", "."]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=5), max_size=12).map("".join))
def test_whatever_is_found_has_its_type(text: str) -> None:
    for one in mentions(text, "GB"):
        if one.price:
            assert Decimal(one.price.amount).is_finite()
        if one.kind is MentionKind.PHONE:
            assert phonenumbers.is_possible_number(phonenumbers.parse(one.value))
