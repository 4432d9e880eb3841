"""How a contact is written: plainly, or disguised in a way that readers of real ads have met.

Every writer takes a contact and gives a surface from which it can be read back by construction. No surface holds two
spaces in a row, or a space at the end of a line, so that no HTML page can change it.
"""

from collections.abc import Callable
from random import Random

from schemas.mention import MentionKind
from simulator.contacts import Contact
from simulator.disguise import names, phones

Writer = Callable[[Random, Contact, str], str]

STYLES: dict[MentionKind, dict[str, Writer]] = {
    MentionKind.PHONE: {
        "plain": phones.plain,
        "link": phones.link,
        "spaced": phones.spaced,
        "dotted": phones.dotted,
        "words": phones.words,
        "mixed": phones.mixed,
        "pairs": phones.pairs,
        "emoji": phones.emoji,
        "leet": phones.leet,
        "lookalike": phones.lookalike,
        "fullwidth": phones.fullwidth,
        "letters": phones.letters,
        "split": phones.split,
        "zero_width": phones.zero_width,
    },
    MentionKind.EMAIL: {
        "plain": names.plain,
        "at_dot": names.at_dot,
        "spaced": names.spaced,
        "lookalike": names.lookalike,
        "zero_width": names.zero_width,
    },
    MentionKind.HANDLE: {"plain": names.beside_network, "link": names.link},
    MentionKind.URL: {"plain": names.plain},
}
OPEN = frozenset({"plain", "link"})  # styles that hide nothing
UNUSUAL_CHARACTERS = frozenset({"emoji", "lookalike", "fullwidth", "zero_width"})


def disguise(rng: Random, contact: Contact, style: str, language: str) -> str:
    """The contact as written in that style. Raises KeyError for a style its kind does not have."""
    return STYLES[contact.kind][style](rng, contact, language)
