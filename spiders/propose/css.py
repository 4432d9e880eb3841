"""CSS selectors for elements that were found otherwise."""

import re

from selectolax.lexbor import LexborNode

from spiders.read.html import attribute

BESIDE = frozenset({"nav", "header", "footer", "aside"})
MOST_STEPS = 4
_PLAIN = re.compile("[a-zA-Z_-][a-zA-Z0-9_-]*")  # names that need no escaping
_NUMBERED = re.compile(r"\d{2}|\d$")  # of one element, not of a kind


def name_of(node: LexborNode) -> str:
    """The element by its tag and its first class that names a kind; or by its id, which is better still."""
    own_id = attribute(node, "id")
    if _is_kind(own_id):
        return f"#{own_id}"
    kind = next((each for each in attribute(node, "class").split() if _is_kind(each)), None)
    return f"{node.tag}.{kind}" if kind else str(node.tag)


def path_to(node: LexborNode) -> str:
    """The element by its way down from the nearest elements that have a name of their own."""
    steps = [name_of(node)]
    above = node.parent
    while above is not None and len(steps) < MOST_STEPS and above.tag not in ("body", "html"):
        steps.append(name_of(above))
        above = above.parent
    while len(steps) > 1 and "." not in steps[-1] and "#" not in steps[-1]:
        steps.pop()
    return " > ".join(reversed(steps))


def is_beside(node: LexborNode) -> bool:
    """Does the element stand in a menu, a header, a footer or a margin?"""
    above = node.parent
    while above is not None:
        if above.tag in BESIDE:
            return True
        above = above.parent
    return False


def _is_kind(name: str) -> bool:
    return bool(_PLAIN.fullmatch(name)) and not _NUMBERED.search(name)
