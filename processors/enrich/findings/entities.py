"""Prices, ages and the like that were read in an ad, as places among its tokens."""

from collections.abc import Iterable, Mapping, Sequence

from processors.enrich.reading import Reading
from schemas.mention import Mention, MentionKind

Place = tuple[int, int]  # first token, one past the last
Places = list[Place]
Kinds = Mapping[MentionKind, Sequence[Mention]]  # an ad's mentions by kind, in the order of the text


def by_kind(mentions: Iterable[Mention]) -> Kinds:
    """The mentions by kind."""
    kinds: dict[MentionKind, list[Mention]] = {}
    for mention in mentions:
        kinds.setdefault(mention.kind, []).append(mention)
    return kinds


class Entities:
    """The mentions of one ad as places. Few terms ask for them, so they are placed when one does."""

    def __init__(self, reading: Reading, kinds: Kinds) -> None:
        self._reading, self._kinds = reading, kinds
        self._placed: dict[str, Places] = {}

    def places(self, name: str) -> Places:
        """Where the mentions of a kind stand."""
        if name not in self._placed:
            self._placed[name] = self._place(self._kinds.get(MentionKind(name), ()))
        return self._placed[name]

    def _place(self, mentions: Iterable[Mention]) -> Places:
        locate, around = self._reading.normal.locate, self._reading.tokens.around
        touched = (around(locate(mention.start), locate(mention.end)) for mention in mentions)
        return [place for place in touched if place is not None]
