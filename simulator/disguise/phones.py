"""Ways to write a phone number."""

from random import Random

from simulator.chance import between, happens, pick
from simulator.contacts import Contact
from simulator.disguise.characters import LEET, LOOKALIKE, interleave, swap
from simulator.disguise.spoken import DIGIT_WORDS, doubled, french_pair


def plain(rng: Random, phone: Contact, language: str) -> str:
    """As people of the country write it, or with the country's code."""
    if happens(rng, 0.25):
        return "+" + " ".join((phone.calling_code, *phone.international))
    if happens(rng, 0.2):
        return phone.national_digits
    if phone.country == "FR" and happens(rng, 0.25):
        return ".".join(phone.national)  # the everyday French way
    return ("-" if phone.country == "US" else " ").join(phone.national)


def link(rng: Random, phone: Contact, language: str) -> str:
    """A link that opens the messenger."""
    return pick(rng, ("https://wa.me/", "wa.me/")) + phone.value[1:]


def spaced(rng: Random, phone: Contact, language: str) -> str:
    """0 7 7 0 0 ..."""
    return " ".join(phone.national_digits)


def dotted(rng: Random, phone: Contact, language: str) -> str:
    """0.7.7.0.0 ..."""
    return pick(rng, (".", "-", "*", "_")).join(phone.national_digits)


def words(rng: Random, phone: Contact, language: str) -> str:
    """Zero seven seven zero zero ..."""
    return pick(rng, (" ", "-", ", ")).join(DIGIT_WORDS[language][int(digit)] for digit in phone.national_digits)


def mixed(rng: Random, phone: Contact, language: str) -> str:
    """Every second digit as a word."""
    start, spoken = between(rng, 0, 1), DIGIT_WORDS[language]
    signs = enumerate(phone.national_digits)
    return " ".join(spoken[int(digit)] if index % 2 == start else digit for index, digit in signs)


def pairs(rng: Random, phone: Contact, language: str) -> str:
    """As said aloud: in twos in French, with "double" in English."""
    if language == "fr" and phone.country == "FR":
        return " ".join(french_pair(pair) for pair in phone.national)
    return doubled(phone.national_digits) if language == "en" else words(rng, phone, language)


def emoji(rng: Random, phone: Contact, language: str) -> str:
    """Keycap digits."""
    return pick(rng, ("", " ")).join(digit + "\ufe0f\u20e3" for digit in phone.national_digits)


def leet(rng: Random, phone: Contact, language: str) -> str:
    """O for 0, l for 1."""
    return swap(rng, " ".join(phone.national), LEET)


def lookalike(rng: Random, phone: Contact, language: str) -> str:
    """Cyrillic and Greek letters for digits."""
    return swap(rng, " ".join(phone.national), LOOKALIKE)


def fullwidth(rng: Random, phone: Contact, language: str) -> str:
    """The wide digits of East Asian type."""
    return "".join(chr(ord("\uff10") + int(digit)) for digit in phone.national_digits)


def letters(rng: Random, phone: Contact, language: str) -> str:
    """Letters between the digits or the groups."""
    letter = pick(rng, ("x", "z", "a", "X", "k"))
    if happens(rng, 0.5):
        return letter.join(phone.national_digits)
    return (letter * between(rng, 2, 3)).join(phone.national)


def split(rng: Random, phone: Contact, language: str) -> str:
    """A group a line."""
    return "\n".join(phone.national)


def zero_width(rng: Random, phone: Contact, language: str) -> str:
    """Characters that nobody sees between the digits."""
    return interleave(rng, phone.national_digits)
