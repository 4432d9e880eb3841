"""Ways to write e-mail addresses, names on networks and web addresses."""

from random import Random

from simulator.chance import happens, pick
from simulator.contacts import Contact
from simulator.disguise.characters import LOOKALIKE_LETTERS, interleave

AT = {"fr": "arobase", "es": "arroba", "ru": "собака"}
DOT = {"fr": "point", "es": "punto", "ru": "точка"}
BESIDE = {
    "telegram": ("Telegram: {}", "telegram: {}", "Telegram @{}", "TG: @{}"),
    "instagram": ("Instagram: {}", "Instagram @{}", "insta: {}"),
    "wechat": ("WeChat: {}", "wechat ID: {}"),
    "line": ("LINE: {}", "Line ID: {}"),
    "snapchat": ("Snapchat: {}", "snap: {}"),
}
LINKS = {
    "telegram": ("t.me/", "https://t.me/"),
    "instagram": ("instagram.com/", "https://instagram.com/"),
}


def plain(rng: Random, contact: Contact, language: str) -> str:
    """As it is."""
    return contact.value


def at_dot(rng: Random, email: Contact, language: str) -> str:
    """Name (at) domain (dot) example, in English or in the ad's language."""
    own = language in AT and happens(rng, 0.4)
    at, dot = (AT[language], DOT[language]) if own else ("at", "dot")
    form = pick(rng, (" ({}) ", "({})", " [{}] ", "[{}]", " {} "))
    user, _, domain = email.value.partition("@")
    return user + form.format(at) + domain.replace(".", form.format(dot))


def spaced(rng: Random, email: Contact, language: str) -> str:
    """Name @ domain . example"""
    user, _, domain = email.value.partition("@")
    return f"{user} @ {domain.replace('.', ' . ')}"


def lookalike(rng: Random, email: Contact, language: str) -> str:
    """Cyrillic letters before the @."""
    user, _, domain = email.value.partition("@")
    return "".join(LOOKALIKE_LETTERS.get(letter, letter) for letter in user) + "@" + domain


def zero_width(rng: Random, email: Contact, language: str) -> str:
    """Characters that nobody sees between the letters."""
    return interleave(rng, email.value)


def beside_network(rng: Random, handle: Contact, language: str) -> str:
    """Telegram: name"""
    network, _, name = handle.value.partition(":")
    shown = name.capitalize() if network == "telegram" and happens(rng, 0.15) else name
    return pick(rng, BESIDE[network]).format(shown)


def link(rng: Random, handle: Contact, language: str) -> str:
    """A link to the name, where the network has such links."""
    network, _, name = handle.value.partition(":")
    return pick(rng, LINKS[network]) + name if network in LINKS else beside_network(rng, handle, language)
