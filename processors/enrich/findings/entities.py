"""Prices, ages and the like that were read in an ad, as places among its tokens."""

from processors.enrich.reading import Reading
from schemas.mention import MentionKind

Place = tuple[int, int]  # first token, one past the last
Places = list[Place]


class Entities:
    """The mentions of one ad by kind. Few terms ask for them, so they are placed when one does."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._placed: dict[str, Places] = {}

    def places(self, name: str) -> Places:
        """Where the mentions of a kind stand."""
        if name not in self._placed:
            self._placed[name] = self._place(MentionKind(name))
        return self._placed[name]

    def _place(self, kind: MentionKind) -> Places:
        places = []
        locate = self._reading.normal.locate
        for mention in self._reading.mentions:
            if mention.kind is kind:
                place = self._reading.tokens.around(locate(mention.start), locate(mention.end))
                if place is not None:
                    places.append(place)
        return places
