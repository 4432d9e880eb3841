"""From what was found in the normalised text to mentions that quote the original."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from processors.enrich.passage import Found
from processors.enrich.reading import Normal
from schemas.mention import CONTACT_KINDS, Mention, MentionKind
from schemas.tokens import TokenKeys

# Disguises that say more than what the normaliser undid inside them.
_TELLING = frozenset(("words", "mixed", "letters", "link", "at_dot", "broken"))
_ORDINARY = frozenset(("html", "repeated", "control", "surrogate"))


def placed(found: Iterable[Found], normal: Normal, keys: TokenKeys) -> tuple[Mention, ...]:
    """The mentions, in the order of the text; contacts with their tokens."""
    starts = [edit.start for edit in normal.edits]
    return tuple([_mention(one, normal, starts, keys) for one in found])


def _mention(one: Found, normal: Normal, starts: list[int], keys: TokenKeys) -> Mention:
    kind, value, first, last, detector, style, confidence, region, price, place = one
    start, end = normal.starts[first], normal.ends[last - 1]
    if starts and style not in _TELLING:
        style = _undone(normal, starts, start, end) or style
    return Mention(
        kind=kind,
        value=value,
        start=start,
        end=end,
        surface=normal.original[start:end],
        detector=detector,
        style=style,
        confidence=confidence,
        token=_token(keys, kind, value) if kind in CONTACT_KINDS else None,
        region=region,
        price=price,
        place=place,
    )


# Contacts recur, from ad to ad and in an ad. Clear ones are in memory only, and no more than these (some 5 MB).
@lru_cache(maxsize=20_000)
def _token(keys: TokenKeys, kind: MentionKind, value: str) -> str:
    return keys.token(kind.value, value)


def _undone(normal: Normal, starts: list[int], start: int, end: int) -> str | None:
    """What the normaliser undid most between two places of the original."""
    first, past = bisect_left(starts, start), bisect_left(starts, end)
    if first == past:
        return None
    styles = Counter(edit.style for edit in normal.edits[first:past] if edit.style not in _ORDINARY)
    return max(styles, key=lambda style: (styles[style], style)) if styles else None
