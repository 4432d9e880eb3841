"""The truth about an ad: which contacts stand in it and how, and which indicators it states."""

from collections.abc import Iterable
from random import Random

from schemas.mention import MentionKind
from simulator.advertiser import Advertiser
from simulator.chance import happens, pick
from simulator.contacts import Contact
from simulator.disguise import OPEN, STYLES, UNUSUAL_CHARACTERS, disguise
from simulator.disguise.spoken import DIGIT_WORDS
from simulator.draft import Draft
from simulator.records import PlantedContact

PLAIN_SHARE = {"service": 0.4, "job": 0.7}  # of contacts that are written plainly
PLAIN_ELSEWHERE = 0.92
SPOKEN = frozenset({"words", "mixed", "pairs"})  # styles that need the language's words for digits


def plant(rng: Random, draft: Draft, advertiser: Advertiser, phone_style: str | None) -> dict[str, PlantedContact]:
    """The contacts for which the draft has a slot, by slot, each written in some style."""
    found = {}
    for contact in advertiser.contacts:
        if contact.slot in draft.slots:
            forced = phone_style if contact.slot == "phone" else None
            style = forced or _style(rng, contact, draft)
            surface = disguise(rng, contact, style, draft.language)
            found[contact.slot] = PlantedContact(contact.kind, contact.value, surface, style, contact.hub)
    return found


def indicators(draft: Draft, advertiser: Advertiser, planted: Iterable[PlantedContact]) -> tuple[str, ...]:
    """What the sentences state, and what follows from the way the contacts are given."""
    own = [contact for contact in planted if not contact.hub]
    found = {name for line in draft.lines for name in line.says}
    if any(contact.kind is MentionKind.PHONE and contact.style not in OPEN for contact in own):
        found.add("SX-05")  # an obscured phone number
    if any(contact.style in UNUSUAL_CHARACTERS for contact in own):
        found.add("NW-09")  # characters that only serve to confuse
    if draft.kind.family == "job":
        found |= _about_the_employer(draft, advertiser)
    return tuple(sorted(found))


def _about_the_employer(draft: Draft, advertiser: Advertiser) -> set[str]:
    found = set() if advertiser.company else {"LB-04"}  # an employer that cannot be identified
    ways = [contact for contact in advertiser.contacts if contact.slot in draft.slots and not contact.hub]
    if ways and all(contact.personal for contact in ways):
        found.add("LB-05")  # reached only by mobile or messenger
    return found


def _style(rng: Random, contact: Contact, draft: Draft) -> str:
    if contact.hub or happens(rng, PLAIN_SHARE.get(draft.kind.family, PLAIN_ELSEWHERE)):
        return "plain"
    styles = [style for style in STYLES[contact.kind] if style != "plain"]
    if draft.language not in ("en", "fr"):
        styles = [style for style in styles if style != "pairs"]  # said digit by digit there
    if draft.language not in DIGIT_WORDS:
        styles = [style for style in styles if style not in SPOKEN]
    return pick(rng, styles) if styles else "plain"
