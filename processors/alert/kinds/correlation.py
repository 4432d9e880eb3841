"""Kinds `correlation` and `bridge`: ads of one key that together meet several conditions within a window.

`correlation` may ask for an order: the first ad of each part is not before that of the part above it. `bridge` is the
same between two or more kinds of ads of one actor, where order says nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from processors.alert.condition import Condition
from processors.alert.hit import Event
from processors.alert.kinds.frequency import WindowRule
from processors.alert.predicate import Predicate, predicate
from processors.alert.rule import Rule
from processors.alert.window import Windowed
from schemas.ad import ScoredAd

SPARE = 50  # ads of one part

Parts = dict[str, Predicate]


class CorrelationRule(WindowRule):
    """Each part needs an ad of its own; with `different_ads: false` one ad may meet several."""

    kind: Literal["correlation"]
    parts: dict[str, Condition] = Field(min_length=2, max_length=10)
    ordered: bool = False
    different_ads: bool = True


class BridgeRule(WindowRule):
    """The sides of a bridge are met by different ads; the subject is the actor."""

    kind: Literal["bridge"]
    subject: Literal["actor"]
    sides: dict[str, Condition] = Field(min_length=2, max_length=10)

    @property
    def parts(self) -> dict[str, Condition]:
        """The conditions, by name."""
        return self.sides

    @property
    def ordered(self) -> bool:
        """A bridge has no direction."""
        return False

    @property
    def different_ads(self) -> bool:
        """One ad is no bridge."""
        return True


def prepare(said: CorrelationRule | BridgeRule) -> Parts:
    """The parts as functions. Raises ConditionError."""
    name = "sides" if isinstance(said, BridgeRule) else "parts"
    return {part: predicate(condition, ScoredAd, (name, part)) for part, condition in said.parts.items()}


def _values(rule: Rule[Any], ad: ScoredAd) -> Iterator[str]:
    return (part for part, met in rule.ready.items() if met(ad))


def _number(rule: Rule[Any], together: Sequence[Event]) -> int:
    return len({event.ad_id for event in together})


def _reached(rule: Rule[Any], together: Sequence[Event], count: int) -> bool:
    met = {part: [event for event in together if event.value == part] for part in rule.ready}
    if not all(met.values()):
        return False
    if rule.file.different_ads and not _different({part: {e.ad_id for e in events} for part, events in met.items()}):
        return False
    return not rule.file.ordered or _in_order(list(met.values()))


def _in_order(events: list[list[Event]]) -> bool:
    """Whether one event of each part can be chosen so that none is before that of the part above."""
    moment = 0
    for part in events:
        later = [event.at for event in part if event.at >= moment]
        if not later:
            return False
        moment = min(later)
    return True


def _different(ads: dict[str, set[str]]) -> bool:
    """Whether each part can have an ad of its own (augmenting paths; there are ten parts at most)."""
    taken: dict[str, str] = {}

    def place(part: str, tried: set[str]) -> bool:
        for ad in ads[part] - tried:
            tried.add(ad)
            if ad not in taken or place(taken[ad], tried):
                taken[ad] = part
                return True
        return False

    return all(place(part, set()) for part in ads)


how = Windowed(values=_values, needed=lambda rule: SPARE, number=_number, reached=_reached)
