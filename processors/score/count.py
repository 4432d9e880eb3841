"""Counts what belongs together once in each dimension, and sets beside it what speaks against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from processors.score.contributions import BOTH, Sorted, Weighed
from processors.score.ledger import Ledger, Mark, Side, standing
from schemas.finding import Finding, State
from schemas.score import Contribution

Weigh = Callable[[Mark], float]
Reason = tuple[int, Contribution]  # of the finding with this number
Touching = frozenset[tuple[int, int]]  # numbers of findings that rest on the same words, the smaller first


@dataclass(slots=True)
class Tally:
    """One dimension of one ad."""

    risks: list[Weighed] = field(default_factory=list)  # each once
    twins: list[tuple[Weighed, str]] = field(default_factory=list)  # what was counted already, and with which indicator
    against: list[Weighed] = field(default_factory=list)

    @property
    def counted(self) -> list[Weighed]:
        """What is left of the risks when what speaks against has been set off."""
        return standing(self.risks, self.against)

    def reasons(self, weigh: Weigh) -> list[Reason]:
        """Everything that was found, with what it contributes."""
        counted = [(one.number, one.contribution(weigh(one.mark), BOTH if _both(one) else "")) for one in self.risks]
        twins = [(one.number, one.contribution(0.0, f"Counted once, with {same}.")) for one, same in self.twins]
        return counted + twins


def touching(findings: Sequence[Finding]) -> Touching:
    """Which findings share words."""
    pairs: set[tuple[int, int]] = set()
    before: list[tuple[int, int, int]] = []
    for start, end, number in sorted(
        (span.start, span.end, at) for at, one in enumerate(findings) for span in one.spans
    ):
        before = [span for span in before if span[1] > start]
        pairs |= {(min(number, other), max(number, other)) for first, _, other in before if first < end}
        before.append((start, end, number))
    return frozenset(pairs)


def tally(found: Sorted, shared: Touching) -> dict[str, Tally]:
    """One tally per dimension in which anything was found, in the order of the findings' strength."""
    tallies: dict[str, Tally] = {}
    for risk in sorted(found.risks, key=lambda one: order(one.indicator.id, one.mark)):
        _add(tallies.setdefault(risk.indicator.dimension, Tally()), risk, shared)
    for counter in found.against:
        tallies.setdefault(counter.indicator.dimension, Tally()).against.append(counter)
    return tallies


def order(indicator: str, mark: Mark) -> tuple[int, float, str]:
    """The strongest first: of things that count once, it is the one that counts."""
    return -mark.level, -mark.weight, indicator


def ledger(tallies: dict[str, Tally]) -> Ledger:
    """The tallies as scorers see them."""
    return tuple([Side(name, _marks(one.risks), _marks(one.against)) for name, one in tallies.items()])


def _add(tally: Tally, risk: Weighed, shared: Touching) -> None:
    same = next((one for one in tally.risks if _same(one, risk, shared)), None)
    if same is None:
        tally.risks.append(risk)
    else:
        tally.twins.append((risk, same.indicator.id))


def _same(one: Weighed, other: Weighed, shared: Touching) -> bool:
    """Do two findings rest on the same thing: the same words, or two views of one fact?"""
    if one.indicator.group is not None and one.indicator.group == other.indicator.group:
        return True
    return (min(one.number, other.number), max(one.number, other.number)) in shared


def _both(one: Weighed) -> bool:
    return one.state is State.CONTRADICTED


def _marks(found: list[Weighed]) -> tuple[Mark, ...]:
    return tuple([one.mark for one in found])
