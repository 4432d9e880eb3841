"""Prices and ages, and ways to hide them: the open ones, and those that no detector was written against."""

from dataclasses import dataclass
from random import Random

from simulator.chance import pick
from simulator.laboratory.numbers import spoken, words, years
from simulator.laboratory.signs import Signs

CURRENCIES = {"GB": ("£", "GBP"), "US": ("$", "USD"), "FR": ("€", "EUR")}
PICTURES = {"GBP": "💷", "USD": "💵", "EUR": "💶"}


@dataclass(frozen=True, slots=True)
class Price:
    """An amount for a time, and the words for that time."""

    number: int
    country: str
    per: str  # as the records of a price say it: "hour"
    time: str  # as the ad says it: "an hour"

    @property
    def sign(self) -> str:
        """The sign of the currency."""
        return CURRENCIES[self.country][0]

    @property
    def currency(self) -> str:
        """Its code."""
        return CURRENCIES[self.country][1]

    def value(self, stated: bool = True) -> str:
        """As the answer sheet writes it: "150 GBP hour"; "-" for a currency that the ad does not state."""
        return f"{self.number} {self.currency if stated else '-'} {self.per}"


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is, in a year."""

    number: int
    year: int

    def value(self) -> str:
        """As the answer sheet writes it."""
        return str(self.number)


def priced(price: Price, number: str, language: str) -> str:
    """The number with its sign and time, as the language orders them."""
    before = language == "en" or (price.country != "FR" and language != "fr")
    return f"{price.sign}{number} {price.time}" if before else f"{number} {price.sign} {price.time}"


def price_in(signs: Signs, rng: Random, price: Price, language: str) -> str:
    """The number in other signs."""
    return priced(price, signs(rng, str(price.number)), language)


def price_plain(rng: Random, price: Price, language: str) -> str:
    """£150 an hour"""
    return priced(price, str(price.number), language)


def price_spaced(rng: Random, price: Price, language: str) -> str:
    """£1 5 0 an hour"""
    return priced(price, " ".join(str(price.number)), language)


def price_words(rng: Random, price: Price, language: str) -> str:
    """one hundred and fifty pounds an hour"""
    return f"{spoken(price.number, language)} {words()[language]['money'][price.currency]} {price.time}"


def price_named(rng: Random, price: Price, language: str) -> str:
    """150 pounds an hour"""
    return f"{price.number} {words()[language]['money'][price.currency]} {price.time}"


def price_code(rng: Random, price: Price, language: str) -> str:
    """150 GBP an hour"""
    return f"{price.number} {price.currency} {price.time}"


def price_roses(rng: Random, price: Price, language: str) -> str:
    """150 roses an hour"""
    return f"{price.number} {words()[language]['roses'][0]} {price.time}"


def price_kisses(rng: Random, price: Price, language: str) -> str:
    """150 kisses an hour"""
    return f"{price.number} {words()[language]['roses'][1]} {price.time}"


def price_slang(rng: Random, price: Price, language: str) -> str:
    """150 quid an hour, where the language has such a word; else the currency's name"""
    own = words()[language]
    return f"{price.number} {own['slang'].get(price.currency, own['money'][price.currency])} {price.time}"


def price_picture(rng: Random, price: Price, language: str) -> str:
    """150 💷 an hour"""
    return f"{price.number}{pick(rng, ('', ' '))}{PICTURES[price.currency]} {price.time}"


def price_points(rng: Random, price: Price, language: str) -> str:
    """£1.5.0 an hour"""
    return priced(price, ".".join(str(price.number)), language)


def age_in(signs: Signs, rng: Random, age: Age, language: str) -> str:
    """The number in other signs."""
    return f"{signs(rng, str(age.number))} {years(age.number, language)}"


def age_plain(rng: Random, age: Age, language: str) -> str:
    """24 years old"""
    return f"{age.number} {years(age.number, language)}"


def age_words(rng: Random, age: Age, language: str) -> str:
    """twenty-four years old"""
    return f"{spoken(age.number, language)} {years(age.number, language)}"


def age_spaced(rng: Random, age: Age, language: str) -> str:
    """2 4 years old"""
    return f"{' '.join(str(age.number))} {years(age.number, language)}"


def age_born(rng: Random, age: Age, language: str) -> str:
    """born in 2002: this year's birthday may have been or not"""
    return str(words()[language]["born"]).format(n=age.year - age.number)


def age_grown_together(rng: Random, age: Age, language: str) -> str:
    """24years old"""
    return f"{age.number}{years(age.number, language)}"


def age_marked(rng: Random, age: Age, language: str) -> str:
    """*24* years old"""
    mark = pick(rng, ("*", "_", "~", "✨"))
    return f"{mark}{age.number}{mark} {years(age.number, language)}"


def age_digit_words(rng: Random, age: Age, language: str) -> str:
    """two four years old: digit by digit, as nobody says it but everybody understands it"""
    tens, unit = divmod(age.number, 10)
    return f"{spoken(tens, language)} {spoken(unit, language)} {years(age.number, language)}"


def age_capitals(rng: Random, age: Age, language: str) -> str:
    """TWENTY-FOUR YEARS OLD"""
    return age_words(rng, age, language).upper()
