"""From what was found in the normalised text to mentions that quote the original."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from processors.enrich.passage import Found
from processors.enrich.reading import Normal
from schemas.mention import CONTACT_KINDS, Mention
from schemas.tokens import TokenKeys

# Disguises that say more than what the normaliser undid inside them.
_TELLING = frozenset(("words", "mixed", "letters", "link", "at_dot", "broken"))
_ORDINARY = frozenset(("html", "repeated", "control", "surrogate"))


def placed(found: Iterable[Found], normal: Normal, keys: TokenKeys) -> tuple[Mention, ...]:
    """The mentions, in the order of the text; contacts with their tokens."""
    starts = [edit.start for edit in normal.edits]
    return tuple(_mention(one, normal, starts, keys) for one in found)


def _mention(one: Found, normal: Normal, starts: list[int], keys: TokenKeys) -> Mention:
    start, end = normal.span(one.start, one.end)
    return Mention(
        kind=one.kind,
        value=one.value,
        start=start,
        end=end,
        surface=normal.original[start:end],
        detector=one.detector,
        style=one.style if one.style in _TELLING else _undone(normal, starts, start, end) or one.style,
        confidence=one.confidence,
        token=keys.token(one.kind.value, one.value) if one.kind in CONTACT_KINDS else None,
        region=one.region,
        price=one.price,
        place=one.place,
    )


def _undone(normal: Normal, starts: list[int], start: int, end: int) -> str | None:
    """What the normaliser undid most between two places of the original."""
    inside = normal.edits[bisect_left(starts, start) : bisect_left(starts, end)]
    styles = Counter(edit.style for edit in inside if edit.style not in _ORDINARY)
    return max(styles, key=lambda style: (styles[style], style)) if styles else None
