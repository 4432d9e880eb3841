"""What would change the band: answers to "why" and "why not" that a person can go and check."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from processors.catalogue import Indicator
from processors.catalogue.records import Polarity
from processors.score.contributions import LEVELS, Sorted
from processors.score.count import Tally, Touching, ledger, order, tally
from processors.score.ledger import Ledger, Mark, with_mark, without_mark
from processors.score.methods import Method
from schemas.finding import State
from schemas.score import Band, Change

REMEMBERED = 20_000  # ledgers, and ledgers with their open questions: ads repeat them


class Changes:
    """Tries each open question answered, and each finding gone, one at a time."""

    def __init__(self, indicators: dict[str, Indicator], method: Method) -> None:
        self._counted = {name: one for name, one in indicators.items() if one.is_counted}
        self._band = lru_cache(REMEMBERED)(method.band)
        self._with_answers = lru_cache(REMEMBERED)(self._try_answers)

    def of(
        self,
        found: Sorted,
        shared: Touching,
        tallies: dict[str, Tally],
        entries: Ledger,
        band: Band,
        unknowns: tuple[str, ...],
    ) -> tuple[Change, ...]:
        """Every single change that would give another band. No risk, no change: one finding is never more than low."""
        if not found.risks:
            return ()
        mates = tuple(
            [(one.indicator.id, one.mark) for each in tallies.values() for one in each.risks if one.indicator.group]
        )
        gone = _changes(State.NOT_STATED, band, self._without(found, shared, tallies, entries, band))
        return self._with_answers(entries, band, unknowns, mates) + gone

    def _try_answers(
        self, entries: Ledger, band: Band, unknowns: tuple[str, ...], mates: tuple[tuple[str, Mark], ...]
    ) -> tuple[Change, ...]:
        asked = [self._counted[name] for name in unknowns if name in self._counted]
        return _changes(
            State.PRESENT, band, ((one.id, self._band(self._answered(entries, one, mates))) for one in asked)
        )

    def _answered(self, entries: Ledger, asked: Indicator, mates: tuple[tuple[str, Mark], ...]) -> Ledger:
        """The ledger with the question answered. Of two views of one fact the stronger counts."""
        mark = Mark(LEVELS[asked.strength.level], asked.default_weight, asked.evidence_grade)
        protects = asked.polarity is Polarity.PROTECTIVE
        for name, other in mates if asked.group and not protects else ():
            mate = self._counted[name]
            if (mate.group, mate.dimension) == (asked.group, asked.dimension):
                if order(asked.id, mark) > order(name, other):
                    return entries
                entries = without_mark(entries, asked.dimension, other, protects=False)
        return with_mark(entries, asked.dimension, mark, protects)

    def _without(
        self, found: Sorted, shared: Touching, tallies: dict[str, Tally], entries: Ledger, band: Band
    ) -> Iterator[tuple[str, Band]]:
        """Methods are monotone: without a risk the band cannot rise, without what speaks against it cannot fall."""
        for dimension, each in tallies.items():
            for risk in each.risks if band is not Band.LOW else ():
                if each.twins:  # one of them may take its place
                    rest = Sorted([one for one in found.risks if one is not risk], found.against, [])
                    yield risk.indicator.id, self._band(ledger(tally(rest, shared)))
                else:
                    yield risk.indicator.id, self._band(without_mark(entries, dimension, risk.mark, protects=False))
            for counter in each.against if band is not Band.HIGH else ():
                yield counter.indicator.id, self._band(without_mark(entries, dimension, counter.mark, protects=True))


def _changes(state: State, band: Band, tried: Iterable[tuple[str, Band]]) -> tuple[Change, ...]:
    by_band: dict[Band, list[str]] = {}
    for indicator, other in tried:
        if other is not band:
            by_band.setdefault(other, []).append(indicator)
    return tuple([Change(state=state, band=other, indicators=tuple(ids)) for other, ids in by_band.items()])
