"""Contacts that link nothing: helplines, platforms, agencies; and ads that list too many of them.

Without this, one helpline number in unrelated ads joins their actors, those join others, and soon everything is one
actor (Freeman et al., arXiv 2507.13477, call it the giant component).
"""

from processors.link.records import ContactUse

MAX_LISTED = 8  # an ad with more contacts is a directory
MAX_ALONGSIDE = 8  # groups of other contacts that never meet but through this one; more, and it is a hub
MAX_CLUSTERS = 100  # different texts with one contact; nobody writes so many
_MAX_PAIRS = 32


def used(use: ContactUse, cluster: int, others: tuple[bytes, ...]) -> ContactUse:
    """The use of a contact after one more ad, of that cluster and with those other contacts. A hub stays one."""
    if use.hub:
        return use
    pairs = tuple(pair for other in others if (pair := (other, cluster)) not in use.beside)
    clusters = use.clusters if cluster in use.clusters else (*use.clusters, cluster)
    if not pairs and clusters is use.clusters:
        return use
    beside = (*use.beside, *pairs)[:_MAX_PAIRS]
    hub = len(clusters) > MAX_CLUSTERS or groups(beside) > MAX_ALONGSIDE
    return ContactUse(use.first, use.actor, hub, () if hub else clusters, () if hub else beside)


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
