"""Contacts that link nothing: helplines, platforms, agencies; and ads that list too many of them.

Without this, one helpline number in unrelated ads joins their actors, those join others, and soon everything is one
actor (Freeman et al., arXiv 2507.13477, call it the giant component).
"""

from msgspec.structs import replace

from processors.link.intake import is_address
from processors.link.records import ContactUse, Trace
from processors.link.sign import DAY_MS

MAX_LISTED = 8  # an ad with more contacts is a directory
MAX_ALONGSIDE = 8  # groups of other contacts that never meet but through this one; more, and it is a hub
# The same while most texts with the contact are of no kind (forms.py): goods, lessons, flats. Networks are seen in ads
# of a kind: there several persons, each with a contact of her own beside the one they share, look just like this.
MAX_ALONGSIDE_PLAIN = 3
MAX_ALONGSIDE_ADDRESS = 3  # the same for web addresses: those of platforms and tools stand in ads of all kinds
MAX_CLUSTERS = 100  # different texts with one contact; nobody writes so many
MAX_PER_DAY = 40  # different texts that appear with one contact in a day; no person posts so fast
_MAX_PAIRS = 32

ALONGSIDE, TEXTS, FAST, SERVICE, CUT, FORCED = "alongside", "texts", "fast", "service", "cut", "forced"
REASONS = {
    ALONGSIDE: "so many unrelated ads have this contact (helpline, platform, agency?) that it links nothing",
    TEXTS: f"more than {MAX_CLUSTERS} different texts have this contact (platform, agency?), so it links nothing",
    FAST: f"more than {MAX_PER_DAY} different texts in a day have this contact (agency, machine?), so it links nothing",
    SERVICE: "this contact is of a service that helps people, so it links nothing",
    CUT: "an analyst decided that this contact links nothing",
}


def used(use: ContactUse, contact: bytes, trace: Trace, new: bool) -> ContactUse:
    """The use of a contact after one more ad. A hub stays one, and says why; what an analyst forced never is one."""
    use = replace(use, ads=use.ads + new, last_ms=max(use.last_ms, trace.at_ms), first_ms=_first(use, trace))
    if use.hub:
        return use
    others = (other for other in trace.contacts if other != contact)
    pairs = tuple(pair for other in others if (pair := (other, trace.cluster)) not in use.beside)
    known = trace.cluster in use.clusters
    if known and not pairs:
        return use
    if not known:
        use = _another_text(use, trace)
    use = replace(use, beside=(*use.beside, *pairs)[:_MAX_PAIRS])
    why = "" if use.why == FORCED else _why(use, contact)
    return replace(use, hub=True, why=why, clusters=(), beside=()) if why else use


def _first(use: ContactUse, trace: Trace) -> int:
    return min(use.first_ms, trace.at_ms) if use.first_ms else trace.at_ms


def _another_text(use: ContactUse, trace: Trace) -> ContactUse:
    """Count a text that is new with this contact, in all and of the day it was posted.

    Without a time of posting the day is not counted: a first crawl finds in a day what was written in months.
    """
    use = replace(use, clusters=(*use.clusters, trace.cluster)[: MAX_CLUSTERS + 1], plain=use.plain + (not trace.form))
    if trace.at_ms == trace.first_ms:
        return use
    day = trace.at_ms // DAY_MS
    return replace(use, day=day, day_texts=use.day_texts + 1 if day == use.day else 1)


def _why(use: ContactUse, contact: bytes) -> str:
    """Why a contact is a hub; "" when it is none."""
    if len(use.clusters) > MAX_CLUSTERS:
        return TEXTS
    if use.day_texts > MAX_PER_DAY:
        return FAST
    return ALONGSIDE if groups(use.beside) > _allowed(use, contact) else ""


def _allowed(use: ContactUse, contact: bytes) -> int:
    """How many unconnected groups a contact that links may stand in."""
    if is_address(contact):
        return MAX_ALONGSIDE_ADDRESS
    return MAX_ALONGSIDE_PLAIN if 2 * use.plain > len(use.clusters) else MAX_ALONGSIDE


def groups(beside: tuple[tuple[bytes, int], ...]) -> int:
    """Into how many unconnected groups (contact, cluster) pairs fall.

    Numbers that one actor uses in turn with one handle share texts, so they are one group; unrelated advertisers who
    name one helpline are many.
    """
    parent: dict[bytes | int, bytes | int] = {}

    def root(node: bytes | int) -> bytes | int:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for contact, cluster in beside:
        parent[root(contact)] = root(cluster)
    return sum(node == above for node, above in parent.items())
