"""What every maker of ads needs at hand: the studio, the chance, the day and the language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import NamedTuple

from simulator.chance import pick
from simulator.mix import COUNTRIES
from simulator.phrases import Bank, bank
from simulator.records import InventedAd
from simulator.studio import Studio


class Batch(NamedTuple):
    """Ads that are up on the day, and those that appear only on the next visit."""

    now: Sequence[InventedAd]
    later: Sequence[InventedAd] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Passed to every maker of ads."""

    studio: Studio
    rng: Random
    now: datetime
    language: str

    @property
    def phrases(self) -> Bank:
        """The phrases of the language."""
        return bank(self.language)

    def country(self) -> str:
        """A country where the language is advertised in."""
        return pick(self.rng, tuple(COUNTRIES[self.language]))
