"""Ways to hide a name on a network: the open ones, and those that no detector was written against."""

from random import Random

from simulator.chance import pick
from simulator.contacts import Contact
from simulator.disguise.characters import LOOKALIKE_LETTERS, interleave
from simulator.laboratory.numbers import words

LABELS = {
    "telegram": "Telegram", "instagram": "Instagram", "snapchat": "Snapchat", "wechat": "WeChat", "line": "Line ID",
    "kik": "Kik", "skype": "Skype",
}  # fmt: skip
SHORT = {
    "telegram": ("tg", "TG", "tlg", "tele"), "instagram": ("ig", "IG", "insta"), "snapchat": ("snap", "sc", "Snap"),
    "wechat": ("wx", "WeChat", "wechat"), "line": ("LINE",), "kik": ("kik",), "skype": ("skype",),
}  # fmt: skip
HOSTS = {"telegram": ("t", "me"), "instagram": ("instagram", "com"), "snapchat": ("snapchat", "com/add")}
PICTURES = {
    "telegram": "✈️",
    "instagram": "📷",
    "snapchat": "👻",
    "wechat": "💬",
    "line": "💚",
    "kik": "💬",
    "skype": "☎️",
}
_BOLD = {chr(ord("a") + at): chr(0x1D41A + at) for at in range(26)} | {
    chr(ord("0") + at): chr(0x1D7CE + at) for at in range(10)
}
_LEET = str.maketrans({"e": "3", "a": "4", "i": "1", "E": "3"})


def plain(rng: Random, handle: Contact, language: str) -> str:
    """Telegram: name"""
    network, name = _parts(handle)
    return f"{LABELS[network]}: {name}"


def at_sign(rng: Random, handle: Contact, language: str) -> str:
    """Telegram @name"""
    network, name = _parts(handle)
    return f"{LABELS[network]} @{name}"


def link(rng: Random, handle: Contact, language: str) -> str:
    """t.me/name"""
    network, name = _parts(handle)
    return f"{pick(rng, ('', 'https://'))}{'.'.join(HOSTS[network])}/{name}"


def short(rng: Random, handle: Contact, language: str) -> str:
    """tg: name"""
    network, name = _parts(handle)
    return f"{pick(rng, SHORT[network])}{pick(rng, (': ', ' @', ' - '))}{name}"


def own_word(rng: Random, handle: Contact, language: str) -> str:
    """The network as people of the language call it, where they have a word; else its name."""
    network, name = _parts(handle)
    return f"{words()[language].get(network, LABELS[network])}: {name}"


def wide_label(rng: Random, handle: Contact, language: str) -> str:
    """T e l e g r a m: name"""
    network, name = _parts(handle)
    return f"{' '.join(LABELS[network].split()[0])}: {name}"


def lookalike(rng: Random, handle: Contact, language: str) -> str:
    """Cyrillic letters in the network's name."""
    network, name = _parts(handle)
    return f"{''.join(LOOKALIKE_LETTERS.get(one, one) for one in LABELS[network])}: {name}"


def zero_width(rng: Random, handle: Contact, language: str) -> str:
    """Characters that nobody sees in the name."""
    network, name = _parts(handle)
    return f"{LABELS[network]}: {interleave(rng, name)}"


def behind(rng: Random, handle: Contact, language: str) -> str:
    """name (Telegram)"""
    network, name = _parts(handle)
    return f"{name} ({LABELS[network].split()[0]})"


def on_network(rng: Random, handle: Contact, language: str) -> str:
    """name on Telegram, in the language's words"""
    network, name = _parts(handle)
    return str(words()[language]["named_on"]).format(name=name, network=LABELS[network].split()[0])


def broken_link(rng: Random, handle: Contact, language: str) -> str:
    """t . me / name"""
    network, name = _parts(handle)
    host, rest = HOSTS[network]
    return f"{host}{pick(rng, (' . ', '(.)', '[.]', ' dot '))}{rest}{pick(rng, (' / ', '/'))}{name}"


def bold(rng: Random, handle: Contact, language: str) -> str:
    """The name in bold letters of mathematicians."""
    network, name = _parts(handle)
    return f"{LABELS[network]}: {''.join(_BOLD.get(one, one) for one in name)}"


def leet_label(rng: Random, handle: Contact, language: str) -> str:
    """T3l3gr4m: name"""
    network, name = _parts(handle)
    return f"{LABELS[network].translate(_LEET)}: {name}"


def dotted_label(rng: Random, handle: Contact, language: str) -> str:
    """T.e.l.e.g.r.a.m: name"""
    network, name = _parts(handle)
    return f"{pick(rng, '.*-').join(LABELS[network].split()[0])}: {name}"


def arrow(rng: Random, handle: Contact, language: str) -> str:
    """Telegram ➡️ name"""
    network, name = _parts(handle)
    return f"{LABELS[network]} {pick(rng, ('➡️', '→', '👉', '>>'))} {name}"


def quoted(rng: Random, handle: Contact, language: str) -> str:
    """Telegram "name\""""
    network, name = _parts(handle)
    start, end = pick(rng, (('"', '"'), ("«", "»"), ("[", "]"), ("“", "”")))
    return f"{LABELS[network]} {start}{name}{end}"


def picture(rng: Random, handle: Contact, language: str) -> str:
    """A picture for the network. Which one is meant may be read either way."""
    network, name = _parts(handle)
    return f"{PICTURES[network]} @{name}"


def _parts(handle: Contact) -> tuple[str, str]:
    network, _, name = handle.value.partition(":")
    return network, name
