"""From a linked ad to its score."""

from collections.abc import Callable

from processors.catalogue import Catalogue
from processors.score.abstain import why_unscored
from processors.score.changes import Changes
from processors.score.contributions import sort
from processors.score.count import Tally, ledger, tally
from processors.score.ledger import Ledger
from processors.score.methods import METHODS, Method
from processors.score.rule import is_positive
from processors.score.statement import statement
from processors.score.unknowns import Questions
from schemas.ad import LinkedAd
from schemas.score import Band, Contribution, Dimension, Score

Judge = Callable[[LinkedAd], Score]


def scorer(catalogue: Catalogue, method: Method = METHODS["dimensions"]) -> Judge:
    """A scorer over a catalogue. An ad that is not scored still shows what was found."""
    questions = Questions(catalogue.indicators)
    changes = Changes(catalogue.indicators, method)
    labels = {name: one.label.en for name, one in catalogue.dimensions.items()}

    def judge(ad: LinkedAd) -> Score:
        found = sort(ad.findings, catalogue.indicators)
        tallies = tally(found)
        entries = ledger(tallies)
        abstained = why_unscored(ad.facts)
        band = Band.UNSCORED if abstained else method.band(entries)
        unknowns = questions.unknowns(ad)
        filled = {name: one for name, one in tallies.items() if one.risks}
        dimensions = tuple([_dimension(name, one) for name, one in filled.items()])
        reasons = _reasons(filled, method)
        return Score(
            band=band,
            value=0.0 if abstained else _value(entries, method),
            dimensions=dimensions,
            reasons=reasons,
            against=tuple([one.contribution(-method.weigh(one.mark)) for one in found.against]),
            shown_only=tuple([one.contribution(0.0) for one in found.shown_only]),
            unknowns=unknowns,
            changes=() if abstained else changes.of(found, tallies, entries, band, unknowns),
            statement=abstained or statement(band, dimensions, reasons, labels),
            catalogue_version=catalogue.version,
            scorer=method.name,
        )

    return judge


def _value(entries: Ledger, method: Method) -> float:
    """Weights for, less weights against, never below zero. Orders ads inside a band; not a probability."""
    given = sum([method.weigh(mark) for side in entries for mark in side.risks])
    taken = sum([method.weigh(mark) for side in entries for mark in side.against])
    return round(max(0.0, given - taken), 2)


def _dimension(name: str, one: Tally) -> Dimension:
    counted = one.counted
    return Dimension(
        name=name,
        positive=is_positive([each.level for each in counted]),
        indicators=tuple([each.indicator.id for each in counted]),
    )


def _reasons(tallies: dict[str, Tally], method: Method) -> tuple[Contribution, ...]:
    reasons = [reason for one in tallies.values() for reason in one.reasons(method.weigh)]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))
