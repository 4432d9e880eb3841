"""Counts what belongs together once, and weighs what speaks for a dimension against what speaks against it."""

from dataclasses import dataclass, field

from processors.score.contributions import BOTH, Weighed
from schemas.finding import State
from schemas.score import Contribution


@dataclass(slots=True)
class Tally:
    """One dimension of one ad: what counts in it, and everything that was found, with reasons."""

    counted: list[Weighed] = field(default_factory=list)
    reasons: list[Contribution] = field(default_factory=list)

    @property
    def levels(self) -> list[int]:
        """Strengths of what counts, strongest first."""
        return sorted((one.level for one in self.counted), reverse=True)


def tally(risks: list[Weighed], against: list[Weighed]) -> dict[str, Tally]:
    """One tally per dimension that anything was found in, in the order of the findings' weight."""
    tallies: dict[str, Tally] = {}
    for risk in sorted(risks, key=lambda one: (-one.level, -one.weight, one.indicator.id)):
        _add(tallies.setdefault(risk.indicator.dimension, Tally()), risk)
    for counter in against:
        if counter.indicator.dimension in tallies:
            _cancel(tallies[counter.indicator.dimension], counter)
    return tallies


def _add(tally: Tally, risk: Weighed) -> None:
    same = next((one for one in tally.counted if _same(one, risk)), None)
    if same is not None:
        note = f"Counted once, with {same.indicator.id}."
        tally.reasons.append(risk.contribution(0.0, note))
        return
    tally.counted.append(risk)
    note = BOTH if risk.finding.state is State.CONTRADICTED else ""
    tally.reasons.append(risk.contribution(risk.weight, note))


def _same(one: Weighed, other: Weighed) -> bool:
    """Do two findings rest on the same thing: the same words, or two views of one fact?"""
    if one.indicator.group is not None and one.indicator.group == other.indicator.group:
        return True
    return any(a.start < b.end and b.start < a.end for a in one.finding.spans for b in other.finding.spans)


def _cancel(tally: Tally, counter: Weighed) -> None:
    """Takes out the strongest finding that is no stronger than what speaks against it."""
    weaker = [one for one in tally.counted if one.level <= counter.level]
    if weaker:
        tally.counted.remove(max(weaker, key=lambda one: one.level))
