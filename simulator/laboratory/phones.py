"""Ways to hide a phone number that detectors may be written against."""

from random import Random

from simulator.chance import happens, pick
from simulator.contacts import Contact
from simulator.laboratory.numbers import words

FILLERS = {
    "en": ("then", "and"), "fr": ("puis", "et"), "es": ("luego", "y"), "pt": ("depois", "e"), "ru": ("потом", "и"),
    "uk": ("потім", "і"), "ro": ("apoi", "și"), "ar": ("ثم", "وبعدها"),
}  # fmt: skip
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"))
PICTURES = ("🌹", "💋", "📞", "⭐", "🍒", "🔥")


def spell(rng: Random, phone: Contact, language: str) -> str:
    """Each digit as a word."""
    return pick(rng, (" ", "-", ", ")).join(_said(phone, language))


def run_on(rng: Random, phone: Contact, language: str) -> str:
    """Words without anything between: "ZeroSevenSeven"."""
    return "".join(word.capitalize() for word in _said(phone, language))


def mixed(rng: Random, phone: Contact, language: str) -> str:
    """Some digits as words, the first of them always."""
    digits = phone.national_digits
    shown = zip(digits, _said(phone, language), range(len(digits)), strict=True)
    return " ".join(word if not at or happens(rng, 0.4) else digit for digit, word, at in shown)


def capitals(rng: Random, phone: Contact, language: str) -> str:
    """ZERO SEVEN SEVEN"""
    return " ".join(word.upper() for word in _said(phone, language))


def brackets(rng: Random, phone: Contact, language: str) -> str:
    """(07700)(900)(123)"""
    start, end = pick(rng, BRACKETS)
    parts = phone.national if happens(rng, 0.5) else tuple(phone.national_digits)
    return "".join(start + part + end for part in parts)


def slashes(rng: Random, phone: Contact, language: str) -> str:
    """07/70/09/00/12/3"""
    digits = phone.national_digits
    return pick(rng, ("/", "\\")).join(digits[at : at + 2] for at in range(0, len(digits), 2))


def symbols(rng: Random, phone: Contact, language: str) -> str:
    """Another sign at each place."""
    digits = phone.national_digits
    return digits[0] + "".join(pick(rng, (".", "-", "*", "~", "_", "·", " ")) + digit for digit in digits[1:])


def dots(rng: Random, phone: Contact, language: str) -> str:
    """Groups with long rows of marks between."""
    return pick(rng, ("....", "---", "***", "___")).join(phone.national)


def pictures(rng: Random, phone: Contact, language: str) -> str:
    """Pictures between the groups."""
    return phone.national[0] + "".join(pick(rng, PICTURES) + group for group in phone.national[1:])


def fillers(rng: Random, phone: Contact, language: str) -> str:
    """07700 then 900 then 123"""
    return f" {pick(rng, FILLERS[language])} ".join(phone.national)


def markup(rng: Random, phone: Contact, language: str) -> str:
    """What is left of a page's markup between the groups."""
    return pick(rng, ("&nbsp;", "<b></b>", "<br>", "<span> </span>")).join(phone.national)


def ideographs(rng: Random, phone: Contact, language: str) -> str:
    """Chinese digits, which look like drawings."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in phone.national_digits)


def _said(phone: Contact, language: str) -> list[str]:
    return [words()[language]["digits"][int(digit)] for digit in phone.national_digits]
