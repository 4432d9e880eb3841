"""Currencies and what an amount is for, from their written forms."""

from processors.enrich.tables import table, words
from processors.enrich.trie import any_of

TABLE = table("prices")
_OF_COUNTRY = {word: row for row in TABLE["by_country"] for word in words(row["words"])}
_CODES = {word: code for code, row in TABLE["currencies"].items() for word in words(row)}
# Also words of other meanings: believed when written as codes are, with a capital letter.
_AMBIGUOUS = frozenset(words(TABLE["ambiguous"]))
WITH_UNIT = frozenset(words(TABLE["with_unit"]))
_UNITS: dict[str, str] = {word: unit for unit, row in TABLE["units"].items() for word in (unit, *words(row))}

CURRENCIES = frozenset((*_CODES, *_OF_COUNTRY))
UNITS = frozenset(_UNITS)
JOINTS = frozenset(words(TABLE["joints"]))
CURRENCY = any_of(CURRENCIES)
UNIT = any_of(UNITS)
JOINT = any_of(JOINTS)
MONEY_JOINT = any_of([*JOINTS, *words(TABLE["money_joints"])])
NAMES = frozenset(word for word in (*_CODES, *_OF_COUNTRY) if word.isalpha()) - _AMBIGUOUS
FIELDS = frozenset(words(TABLE["fields"]))


def currency(written: str, country: str | None) -> str | None:
    """The ISO 4217 code of a currency as written in lower case; None where the word leaves it open."""
    written = " ".join(written.split())
    if row := _OF_COUNTRY.get(written):
        code: str | None = row["countries"].get(country, row["default"])
        return code
    return _CODES.get(written)


def is_code(written: str, initial: str) -> bool:
    """Is this word, in lower case, money? `initial` is its first letter as the ad has it."""
    return written not in _AMBIGUOUS or initial.isupper()


def unit(written: str, is_ukrainian: bool = False) -> str:
    """What one of the words of UNIT stands for: half_hour and quarter_hour too, and the units of `Price.per`."""
    return "hour" if written == "год" and is_ukrainian else _UNITS[" ".join(written.split())]  # a year in Russian


def amount(written: str) -> str | None:
    """Decimal digits of a number written with any thousands and decimal signs; None for zero and the absurd."""
    if written.isdecimal():
        digits = written.lstrip("0")
        return digits if 0 < len(digits) <= 9 else None
    digits = written.replace(" ", "").replace("'", "").replace("\u00a0", "")
    decimals = ""
    signs = [char for char in digits if char in ".,"]
    if signs:
        whole, _, last = digits.rpartition(signs[-1])
        if len(set(signs)) == 2 or (len(signs) == 1 and len(last) != 3):
            digits, decimals = whole, last.rstrip("0")
    digits = "".join(char for char in digits if char.isdigit()).lstrip("0")
    if (not digits and not decimals) or len(digits) > 9:
        return None
    cents = f".{decimals.ljust(2, '0')}" if decimals else ""
    return (digits or "0") + cents
