"""Prices and wages: amount, currency and what it is for, as in "150/h", "60 roses 30min", "1200 EUR brut mensuel"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from processors.enrich import money
from processors.enrich.passage import Found, Passage
from schemas.mention import MentionKind, Price

_NUMBER = re.compile(
    r"(?P<number>\d(?<![\w.,]\d)(?:\d{0,2}(?:[ '.,]\d{3})+(?:[.,]\d{1,2})?|\d{0,8}(?:[.,]\d{1,2})?))(?P<k>\s?k(?![^\W_]))?(?!\d|[.,:]\d)"
)
_SPAN = (
    r"(?P<count>1/2|½|1|2|3|15|20|30|45|60|90)\s?-?"
    r"(?P<of>h|hrs?|hours?|heures?|horas?|std|stunden?|ore|ora|час(?:а|ов)?|min(?:ute)?s?|minutos|мин(?:ут)?)"
    r"|(?P<half>half\s?-?(?:an?\s)?(?:hour|hr)|half|hh|demi[ -]heure|media\shora|meia\shora|halbe\sstunde|полчаса)"
    r"|(?P<night>overnight|night|nuit|noche|ночь|notte|noapte|noite)|(?P<quick>qv|quickie)"
    r"|(?P<hour>full\s(?:hour|hr)|hr|hour|heure|hora|stunde|час|ora)"
)
_BEFORE = re.compile(rf"(?<![^\W\d_])({money.CURRENCY})\s{{0,2}}$")
_AFTER = re.compile(rf"\s?-?({money.CURRENCY})(?![^\W_])")
_GROSS = r"(?P<gross>\s?(?:brut|net|gross|netto|brutto|bruto|neto|tax\sfree))?"
_PER = re.compile(rf"{_GROSS}\s{{0,2}}(?P<joint>(?:(?:{money.JOINT})\s{{0,2}}){{0,2}})(?P<unit>{money.UNIT})(?![^\W_])")
_PER_SPAN = re.compile(
    rf"\s{{0,2}}(?P<joint>(?:/|per|for|pour|par|por|para|für|за|x|=|-|@|\()?)\s{{0,2}}(?:{_SPAN})(?![^\W_])"
)
_SPAN_BEFORE = re.compile(
    rf"(?<![\w/])(?:{_SPAN})\s{{0,2}}(?P<mark>[:=\->./]{{0,3}})\s{{0,2}}(?:(?:is|for|only|just|rate)\s)?(?:{money.CURRENCY})?\s?$"
)
_RATE_BEFORE = re.compile(
    rf"(?P<unit>hourly|daily|weekly|monthly|yearly|annual)\s(?:pay|rate|salary|wage|income)s?\W{{0,3}}(?:is\s|of\s)?(?:{money.CURRENCY})?\s?$"
)
_NAMED_BEFORE = re.compile(
    rf"(?<![\w])(?:{'|'.join(sorted(money.FIELDS))})\s?[:=\-]?\s?(?:is|of|from|starts?|at|only|à partir de|dès|от|до|desde|ab|od|up to|starting)?\s{{0,2}}$"
)
# "100 1h: 180": the hour belongs to the next amount.
_NEXT_AMOUNT = re.compile(rf"\s?(?:[:=\->]|(?:{money.CURRENCY})?\s?\d)")
_RANGE = re.compile(r"\s?(?:-|/|to|à|a|bis|до|till|until)\s?")
_NOT_MONEY = re.compile(r"\s?(?:%|°|/7(?!\d)|h(?![^\W_])|:\d|\+|years|yrs|ans|лет|años)")
# The least an amount without a currency must be, to be one.
_LEAST = {
    "hour": 3,
    "half_hour": 10,
    "quarter_hour": 10,
    "night": 20,
    "day": 10,
    "week": 40,
    "month": 100,
    "year": 1000,
    "session": 20,
}
_REACH = 28


class _Amount(NamedTuple):
    """A number that may be a price, with what is written around it."""

    start: int
    end: int
    amount: str
    currency: str | None = None
    per: str | None = None
    is_money: bool = False  # a currency is written beside it
    is_priced: bool = False  # what it is for is written as only prices have it: "/h", "1h: 150", "price 150"


def detect(passage: Passage) -> Iterator[Found]:
    """The prices of a passage, several per ad, both ends of a range."""
    amounts: list[_Amount] = []
    done = 0
    for match in _NUMBER.finditer(passage.lower):
        if match.start() >= done and (one := _amount(passage, match, done)):
            amounts.append(one)
            done = one.end
    for one in _with_ranges(amounts, passage.lower):
        if one.is_money or one.is_priced or _is_field(passage, one):
            yield _found(one, passage.country)


def _amount(passage: Passage, match: re.Match[str], done: int) -> _Amount | None:
    number = money.amount(match["number"])
    if number is None:
        return None
    if match["k"]:
        number = format((Decimal(number) * 1000).normalize(), "f")
    lower = passage.lower
    start, end = match.start(), match.end()
    currency, start, end = _currency(passage, start, end, done)
    per, priced = _per_before(lower, match.start(), currency is not None)
    if not priced:
        per, priced, end = _per_after(lower, end, currency is not None)
    if currency is None and priced and per and Decimal(number) < _LEAST.get(per, 10**9):
        priced = False
    if not per and not priced:
        priced = bool(_NAMED_BEFORE.search(lower, max(0, start - _REACH), start)) and not _NOT_MONEY.match(lower, end)
        priced = priced and Decimal(number) >= 5
    if currency is None and not priced:
        per, end = None, match.end()
    return _Amount(start, end, number, currency, per, currency is not None, priced)


def _currency(passage: Passage, start: int, end: int, done: int) -> tuple[str | None, int, int]:
    """The currency written before or after a number, and the slice that includes it."""
    before = _BEFORE.search(passage.lower, max(done, start - 10), start)
    if before and money.is_code(before[1], passage.text[before.start(1) :]):
        return before[1], before.start(1), end
    after = _AFTER.match(passage.lower, end)
    if after and money.is_code(after[1], passage.text[after.start(1) :]):
        return after[1], start, after.end()
    return None, start, end


def _per_before(lower: str, start: int, is_money: bool) -> tuple[str | None, bool]:
    if match := _RATE_BEFORE.search(lower, max(0, start - _REACH), start):
        return money.unit(match["unit"]), True
    match = _SPAN_BEFORE.search(lower, max(0, start - _REACH), start)
    if match and (is_money or match["mark"] or not match["count"] or match["of"].startswith("h")):
        return _span(match), True
    return None, False


def _per_after(lower: str, end: int, is_money: bool) -> tuple[str | None, bool, int]:
    match = _PER.match(lower, end)
    if match and (
        match["joint"].strip() or match["gross"] or (is_money and not _NEXT_AMOUNT.match(lower, match.end()))
    ):
        return money.unit(match["unit"]), True, match.end()
    match = _PER_SPAN.match(lower, end)
    if (
        match
        and (is_money or (match["joint"] and match["count"]) or match["half"])
        and not _NEXT_AMOUNT.match(lower, match.end())
    ):
        return _span(match), True, match.end()
    return None, False, end


def _span(match: re.Match[str]) -> str:
    """What a length of time is called; those without a name of their own are a session."""
    if match["count"]:
        minutes = match["of"].startswith(("min", "мин"))
        names = {("30", True): "half_hour", ("60", True): "hour", ("15", True): "quarter_hour", ("1", False): "hour"}
        halves = {("1/2", False): "half_hour", ("½", False): "half_hour"}
        return (names | halves).get((match["count"], minutes), "session")
    return "half_hour" if match["half"] else "night" if match["night"] else "quarter_hour" if match["quick"] else "hour"


def _with_ranges(amounts: list[_Amount], lower: str) -> list[_Amount]:
    """ "100-150 EUR/h", "$80/120": what is written at one end holds for the other."""
    spread = amounts[:]
    for index in range(len(spread) - 1, 0, -1):
        one, other = spread[index - 1], spread[index]
        if (other.is_money or other.is_priced) and not (one.is_money or one.is_priced) and _is_range(one, other, lower):
            spread[index - 1] = other._replace(start=one.start, end=one.end, amount=one.amount)
        elif one.is_money and other.is_money and not one.per and _is_range(one, other, lower):
            spread[index - 1] = one._replace(per=other.per)
    for index in range(1, len(spread)):
        one, other = spread[index - 1], spread[index]
        if (
            one.is_money
            and not (other.is_money or other.is_priced)
            and len(other.amount) > 1
            and _is_range(one, other, lower)
        ):
            spread[index] = one._replace(start=other.start, end=other.end, amount=other.amount)
    return spread


def _is_range(one: _Amount, other: _Amount, lower: str) -> bool:
    return bool(_RANGE.fullmatch(lower, one.end, other.start)) and not _NOT_MONEY.match(lower, other.end)


def _is_field(passage: Passage, one: _Amount) -> bool:
    return any(field.name in money.FIELDS and field.start <= one.start < field.end for field in passage.fields)


def _found(one: _Amount, country: str | None) -> Found:
    currency = money.currency(one.currency, country) if one.currency else None
    price = Price(amount=one.amount, currency=currency, per=one.per)
    value = f"{one.amount} {currency}" if currency else one.amount
    value = f"{value}/{one.per}" if one.per else value
    return Found(
        MentionKind.PRICE, value, one.start, one.end, "prices", None, 1.0 if one.is_money else 0.8, country, price
    )
