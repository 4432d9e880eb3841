"""Prices and wages: amount, currency and what it is for, as in "150/h", "60 roses 30min", "1200 EUR brut mensuel"."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from processors.enrich import money
from processors.enrich.numerals import LETTERS, meant
from processors.enrich.passage import WORDY, Field, Found, Passage
from processors.enrich.price_context import PriceContext
from processors.enrich.price_words import spelled_amounts
from processors.enrich.signs import sign
from schemas.mention import MentionKind, Price

_NUMBER = re.compile(
    rf"(?P<number>\d(?<!{WORDY}\d)"
    r"(?<![.,]\d)(?:(?<!\d\s\d)(?: \d){1,3}(?! ?\d)|\d{0,2}(?:[ '.,]\d{3})+(?:[.,]\d{1,2})?|\d{0,8}(?:[.,]\d{1,2})?))"
    r"(?P<thousands>\s?k(?![^\W_]))?(?!\d|[.,:]\d)"
)
_BEFORE = re.compile(rf"(?<![^\W\d_])({money.CURRENCY})\s{{0,2}}$")
# The first and the last two letters of currencies: numbers without them beside them, most, are done with quickly.
_BEGINNINGS = frozenset(written[:2] for written in money.CURRENCIES)
_ENDINGS = frozenset(written[-2:] for written in money.CURRENCIES)
_ONE_SIGN = frozenset(written for written in money.CURRENCIES if len(written) == 1)
_AFTER = re.compile(rf"\s?-?({money.CURRENCY})(?!{WORDY})")
# Letters that look like digits, beside money.
_LIKE_DIGITS = re.compile(rf"(?<![^\W_])(?<!\d[.,])[\d{LETTERS}]{{2,4}}(?![^\W_]|[.,]\d)")
_HAS_LIKE = sign(rf"\d[{LETTERS}]|[{LETTERS}]\d|[$€£₴₽]\s?[{LETTERS}]{{2}}|[{LETTERS}]{{2}}\s?[$€£₴₽]")
_ROW = re.compile(r"\d(?: \d)+")  # "1 6 0"
_WORDS_TOO = frozenset(("lol", "ill", "lil", "lili", "loli"))
_RANGE = re.compile(r"\s?(?:-|/|to|à|a|bis|до|till|until)\s?")
_LONGEST = 20  # characters of a currency and a space
_FARTHEST = 7  # characters from one end of a range to the other
# The least an amount without a currency must be, to be one.
_LEAST = {
    "hour": 3, "half_hour": 10, "quarter_hour": 10, "session": 20, "night": 20,
    "day": 10, "week": 40, "month": 100, "year": 1000,
}  # fmt: skip
_LEAST_NAMED = 5


class _Amount(NamedTuple):
    """A number that may be a price, with what is written around it."""

    start: int
    end: int
    amount: str
    currency: str | None = None  # as written
    per: str | None = None
    is_believed: bool = False  # has a currency, or what only prices have: "/h", "1h: 150", "price 150"


def detect(passage: Passage) -> Iterator[Found]:
    """The prices of a passage, several per ad, both ends of a range."""
    if _HAS_LIKE in passage.signs:
        passage = passage._replace(lower=_LIKE_DIGITS.sub(_shown, passage.lower))
    context = PriceContext(passage)
    amounts: list[_Amount] = []
    done = 0
    for match in _NUMBER.finditer(passage.lower):
        if match.start() >= done and (one := _amount(passage, context, match, done)):
            amounts.append(one)
            done = one.end
    fields = [field for field in passage.fields if field.name in money.FIELDS]
    for one in _with_ranges(amounts, passage.lower, context):
        if one.is_believed or (fields and _is_in(fields, one.start)):
            yield _found(one, passage.country)
    for start, end, said, currency in spelled_amounts(passage):
        after = context.per_after(end, True)
        if currency in money.WITH_UNIT and not after:
            continue
        per, end = (after.per, after.end) if after else (None, end)
        yield _found(_Amount(start, end, str(said), currency, per), passage.country)


def _shown(match: re.Match[str]) -> str:
    """The digits that are meant, if it is money; three letters without a digit only beside a sign."""
    said, lower = match[0], match.string
    digits = meant(said)
    if said == digits or digits[0] == "0" or said[-1] == "ч":  # "2ч" is two hours
        return said
    before = _BEFORE.search(lower, max(0, match.start() - _LONGEST), match.start())
    after = _AFTER.match(lower, match.end())
    if after and lower[after.end() : after.end() + 2].strip()[:1].isdigit():
        after = None
    if any(char.isdigit() for char in said):
        return digits if before or after else said
    is_sign = any(one and not one[1].isalpha() for one in (before, after))
    return digits if is_sign and len(said) > 2 and said not in _WORDS_TOO else said


def _amount(passage: Passage, context: PriceContext, match: re.Match[str], done: int) -> _Amount | None:
    number = match["number"]
    is_part = number[0] == "0" and number[1:2].isdigit()  # of a phone number, a date
    if is_part or (amount := money.amount(number)) is None:
        return None
    if match["thousands"]:
        amount = format((Decimal(amount) * 1000).normalize(), "f")
    currency, start, end = _currency(passage, *match.span(), done)
    if not currency and _ROW.fullmatch(number):
        return None
    after = context.per_after(end, currency is not None)
    per = None if after and after.is_own else context.per_before(match.start(), currency is not None)
    if not per and after:
        per, end = after.per, after.end
    if currency in money.WITH_UNIT and not per:
        currency = None
    if currency:
        return _Amount(start, end, amount, currency, per, True)
    if per and _is_enough(amount, per):
        return _Amount(start, end, amount, None, per, True)
    is_named = not per and context.is_named(start, end) and Decimal(amount) >= _LEAST_NAMED
    return _Amount(*match.span(), amount, None, None, is_named)


def _is_enough(amount: str, per: str) -> bool:
    return per in _LEAST and Decimal(amount) >= _LEAST[per]


def _currency(passage: Passage, start: int, end: int, done: int) -> tuple[str | None, int, int]:
    """The currency written before or after a number, and the slice that includes it."""
    lower = passage.lower
    close = lower[max(done, start - 4) : start].rstrip()
    if close[-2:] in _ENDINGS or close[-1:] in _ONE_SIGN:
        before = _BEFORE.search(lower, max(done, start - _LONGEST), start)
        if before and money.is_code(before[1], passage.text[before.start(1)]):
            return before[1], before.start(1), end
    close = lower[end : end + 4].lstrip().removeprefix("-")
    if close[:2] in _BEGINNINGS or close[:1] in _ONE_SIGN:
        after = _AFTER.match(lower, end)
        if after and money.is_code(after[1], passage.text[after.start(1)]):
            return after[1], start, after.end()
    return None, start, end


def _with_ranges(amounts: list[_Amount], lower: str, context: PriceContext) -> list[_Amount]:
    """ "100-150 EUR/h", "$80/120": what is written at one end holds for the other."""
    near = [index for index, (one, other) in enumerate(pairwise(amounts), 1) if other.start - one.end <= _FARTHEST]
    spread = amounts[:]
    for index in reversed(near):
        one, other = spread[index - 1], spread[index]
        if other.is_believed and not (one.is_believed and one.per) and _is_range(one, other, lower, context):
            like = one if one.currency else other
            spread[index - 1] = one._replace(currency=like.currency, per=other.per, is_believed=True)
    for index in near:
        one, other = spread[index - 1], spread[index]
        if one.currency and not other.is_believed and len(other.amount) > 1 and _is_range(one, other, lower, context):
            spread[index] = other._replace(currency=one.currency, per=one.per, is_believed=True)
    return spread


def _is_range(one: _Amount, other: _Amount, lower: str, context: PriceContext) -> bool:
    return bool(_RANGE.fullmatch(lower, one.end, other.start)) and not context.is_other(other.end)


def _is_in(fields: Iterable[Field], at: int) -> bool:
    return any(field.start <= at < field.end for field in fields)


def _found(one: _Amount, country: str | None) -> Found:
    currency = money.currency(one.currency, country) if one.currency else None
    price = Price(amount=one.amount, currency=currency, per=one.per)
    value = f"{one.amount} {currency}" if currency else one.amount
    value = f"{value}/{one.per}" if one.per else value
    confidence = 1.0 if one.currency else 0.8
    return Found(MentionKind.PRICE, value, one.start, one.end, "prices", None, confidence, country, price)
