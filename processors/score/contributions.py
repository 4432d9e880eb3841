"""Sorts findings by what they may do: count, speak against, or only be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from processors.catalogue import Indicator
from processors.catalogue.records import Polarity, StrengthLevel
from processors.score.ledger import Mark
from schemas.finding import State
from schemas.score import Contribution

Sign = tuple[str, State]  # of a finding: its indicator and state

LEVELS = {StrengthLevel.STRONG: 3, StrengthLevel.MEDIUM: 2, StrengthLevel.WEAK: 1, StrengthLevel.NONE: 0}
NAMES = {level: name.value for name, level in LEVELS.items()}
BOTH = "The ad says this and its opposite: counted one step weaker."


class Weighed(NamedTuple):
    """A finding by its number in the ad, with its indicator and how strongly it counts."""

    number: int
    state: State
    indicator: Indicator
    mark: Mark

    @property
    def level(self) -> int:
        """3 strong, 2 medium, 1 weak."""
        return self.mark.level

    def contribution(self, weight: float, note: str = "") -> Contribution:
        """The record for people, the reason beside the number; still without what the ad itself says."""
        return Contribution(
            indicator=self.indicator.id,
            label=self.indicator.label.en,
            dimension=self.indicator.dimension,
            strength=NAMES[self.level],
            grade=self.indicator.evidence_grade.value,
            weight=weight,
            note=note,
        )


@dataclass(frozen=True, slots=True)
class Sorted:
    """An ad's findings by what they may do."""

    risks: list[Weighed]
    against: list[Weighed]
    shown_only: list[Weighed]


def sort(signs: Iterable[Sign], indicators: dict[str, Indicator]) -> Sorted:
    """The findings sorted. Those of the children's lane and of ids the catalogue does not know are left out."""
    result = Sorted([], [], [])
    for number, (name, state) in enumerate(signs):
        indicator = indicators.get(name)
        if indicator is None or indicator.children_lane or state is State.NOT_STATED:
            continue
        _place(result, number, state, indicator)
    return result


def _place(result: Sorted, number: int, state: State, indicator: Indicator) -> None:
    level, weight = LEVELS[indicator.strength.level], indicator.default_weight

    def weighed(level: int, weight: float) -> Weighed:
        return Weighed(number, state, indicator, Mark(level, weight, indicator.evidence_grade))

    absent = state is State.ABSENT
    if not indicator.is_counted:
        if not absent:
            result.shown_only.append(weighed(level, 0.0))
    elif indicator.polarity is Polarity.PROTECTIVE:
        if not absent:
            result.against.append(weighed(level, weight))
    elif absent:
        result.against.append(weighed(min(level, 1), weight))
    elif state is State.CONTRADICTED:
        result.risks.append(weighed(max(level - 1, 1), weight / 2))
    else:
        result.risks.append(weighed(level, weight))
