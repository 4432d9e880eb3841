"""Ways to hide an e-mail address: the open ones, and those that no detector was written against."""

from random import Random

from simulator.chance import pick
from simulator.contacts import Contact
from simulator.laboratory.numbers import words

_FULLWIDTH = str.maketrans({"@": "＠", ".": "．"})
_CIRCLED = {chr(ord("a") + at): chr(0x24D0 + at) for at in range(26)}
_BOLD = {chr(ord("a") + at): chr(0x1D41A + at) for at in range(26)}


def braces(rng: Random, email: Contact, language: str) -> str:
    """name{@}domain{.}example"""
    start, end = pick(rng, (("{", "}"), ("[", "]"), ("(", ")"), ("<", ">")))
    return email.value.replace(".", f"{start}.{end}").replace("@", f"{start}@{end}")


def dashes(rng: Random, email: Contact, language: str) -> str:
    """name -at- domain -dot- example"""
    mark = pick(rng, (" -{}- ", "-{}-", " _{}_ ", " *{}* "))
    user, domain = _halves(email)
    return user + mark.format("at") + domain.replace(".", mark.format("dot"))


def fullwidth(rng: Random, email: Contact, language: str) -> str:
    """The wide signs of East Asian type."""
    return email.value.translate(_FULLWIDTH)


def own_words(rng: Random, email: Contact, language: str) -> str:
    """The signs as the language calls them, in brackets."""
    own, (user, domain) = words()[language], _halves(email)
    mark = pick(rng, ("({})", " ({}) ", "[{}]"))
    return user + mark.format(pick(rng, own["at"])) + domain.replace(".", mark.format(pick(rng, own["dot"])))


def capital_words(rng: Random, email: Contact, language: str) -> str:
    """NAME AT DOMAIN DOT EXAMPLE"""
    user, domain = _halves(email)
    return f"{user} AT {domain.replace('.', ' DOT ')}".upper()


def bare_words(rng: Random, email: Contact, language: str) -> str:
    """The signs as the language calls them, with nothing around."""
    own, (user, domain) = words()[language], _halves(email)
    at, dot = pick(rng, own["at"]), pick(rng, own["dot"])
    return f"{user} {at} {domain.replace('.', f' {dot} ')}"


def entities(rng: Random, email: Contact, language: str) -> str:
    """As the source of a page writes the signs."""
    at, dot = pick(rng, (("&#64;", "&#46;"), ("&commat;", "&period;"), ("%40", "."), ("&#x40;", "&#x2e;")))
    return email.value.replace(".", dot).replace("@", at)


def two_lines(rng: Random, email: Contact, language: str) -> str:
    """The domain on the next line."""
    return "@\n".join(_halves(email)) if rng.random() < 0.5 else "\n@".join(_halves(email))


def commas(rng: Random, email: Contact, language: str) -> str:
    """A comma for the point before the ending, as of a slip of the finger."""
    return email.value[::-1].replace(".", ",", 1)[::-1]


def ringed(rng: Random, email: Contact, language: str) -> str:
    """A letter in a ring for the sign: name (a) domain, nameⓐdomain"""
    return email.value.replace("@", pick(rng, ("(a)", "ⓐ", " (a) ", "[a]", "🅰")))


def in_rings(rng: Random, email: Contact, language: str) -> str:
    """All letters in rings."""
    return "".join(_CIRCLED.get(char, char) for char in email.value)


def bold(rng: Random, email: Contact, language: str) -> str:
    """The bold letters of mathematicians."""
    return "".join(_BOLD.get(char, char) for char in email.value)


def letter_by_letter(rng: Random, email: Contact, language: str) -> str:
    """a m b e r @ ..."""
    return " ".join(email.value)


def arrows(rng: Random, email: Contact, language: str) -> str:
    """The parts in their order with arrows or pluses between, and the sign in the middle."""
    user, domain = _halves(email)
    return f"{user} {pick(rng, ('+ @ +', '> @ >', '→ @ →'))} {domain}"


def _halves(email: Contact) -> tuple[str, str]:
    user, _, domain = email.value.partition("@")
    return user, domain
