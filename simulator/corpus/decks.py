"""Dealing instead of drawing: no card comes twice before every card came once, so that each sentence is measured."""

from collections.abc import Hashable, Sequence
from random import Random
from typing import TypeVar

from simulator.chance import shuffled

T = TypeVar("T")


class Decks:
    """One deck for each key."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._decks: dict[Hashable, list[int]] = {}

    def deal(self, key: Hashable, cards: Sequence[T], count: int = 1) -> list[T]:
        """The next cards, at most as many as there are, none twice."""
        dealt: list[int] = []
        aside: list[int] = []
        while len(dealt) < min(count, len(cards)):
            card = self._next(key, len(cards))
            (aside if card in dealt else dealt).append(card)
        self._decks.setdefault(key, []).extend(aside)
        return [cards[card] for card in dealt]

    def _next(self, key: Hashable, size: int) -> int:
        deck = self._decks.setdefault(key, [])
        if not deck:
            deck.extend(shuffled(self._rng, range(size)))
        return deck.pop(0)
