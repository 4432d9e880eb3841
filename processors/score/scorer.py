"""From a linked ad to its score, by the dimension rule."""

from collections.abc import Callable

from processors.catalogue import Catalogue
from processors.score.abstain import why_unscored
from processors.score.contributions import Sorted, sort
from processors.score.count import Tally, tally
from processors.score.rule import MEDIUM, band, is_positive
from processors.score.statement import statement
from processors.score.unknowns import Questions
from schemas.ad import LinkedAd
from schemas.score import Band, Contribution, Dimension, Score

Judge = Callable[[LinkedAd], Score]


def scorer(catalogue: Catalogue) -> Judge:
    """The dimension rule over a catalogue. An ad that is not scored still shows what was found."""
    questions = Questions(catalogue.indicators)
    labels = {name: one.label.en for name, one in catalogue.dimensions.items()}

    def judge(ad: LinkedAd) -> Score:
        found = sort(ad.findings, catalogue.indicators)
        tallies = tally(found.risks, found.against)
        abstained = why_unscored(ad.facts)
        result = Band.UNSCORED if abstained else band([one.levels for one in tallies.values()])
        carrying = [labels[name] for name in _carrying(tallies)]
        return Score(
            band=result,
            value=0.0 if abstained else _value(tallies, found),
            dimensions=tuple(_dimension(name, one) for name, one in tallies.items()),
            reasons=_reasons(tallies),
            against=tuple(one.contribution(-one.weight) for one in found.against),
            shown_only=tuple(one.contribution(0.0) for one in found.shown_only),
            unknowns=questions.unknowns(ad),
            statement=abstained or statement(result, carrying, bool(found.risks)),
            catalogue_version=catalogue.version,
        )

    return judge


def _carrying(tallies: dict[str, Tally]) -> list[str]:
    """The dimensions that carry the band: those that are filled, else those with more than weak findings."""
    filled = [name for name, one in tallies.items() if is_positive(one.levels)]
    return filled or [name for name, one in tallies.items() if any(level >= MEDIUM for level in one.levels)]


def _value(tallies: dict[str, Tally], found: Sorted) -> float:
    """Weights for, less weights against, never below zero. Orders ads inside a band; not a probability."""
    given = sum([reason.weight for one in tallies.values() for reason in one.reasons])
    return round(max(0.0, given - sum([one.weight for one in found.against])), 2)


def _dimension(name: str, one: Tally) -> Dimension:
    return Dimension(
        name=name,
        positive=is_positive(one.levels),
        indicators=tuple(counted.indicator.id for counted in one.counted),
    )


def _reasons(tallies: dict[str, Tally]) -> tuple[Contribution, ...]:
    reasons = [reason for one in tallies.values() for reason in one.reasons]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))
