"""From a linked ad to its score."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from processors.catalogue import Catalogue
from processors.score.abstain import why_unscored
from processors.score.changes import Changes
from processors.score.contributions import Sign, Weighed, sort
from processors.score.count import Reason, Tally, Touching, ledger, tally, touching
from processors.score.ledger import Ledger
from processors.score.methods import METHODS, Method
from processors.score.rule import is_positive
from processors.score.statement import statement
from processors.score.unknowns import Questions
from schemas.ad import LinkedAd
from schemas.base import SourceFamily
from schemas.finding import Finding
from schemas.score import Band, Contribution, Dimension, Score

Judge = Callable[[LinkedAd], Score]
REMEMBERED = 8192  # scores, 2 KB each, no ad's words in them: ads repeat what they say, not the words


class Outline(NamedTuple):
    """A score before the ad's own words are put in, and the numbers of the findings that its contributions are of."""

    score: Score
    reasons: tuple[int, ...]
    against: tuple[int, ...]
    shown_only: tuple[int, ...]


class _Outlines:
    """Scores of findings by a catalogue and a method, before the words of an ad are put in."""

    def __init__(self, catalogue: Catalogue, method: Method) -> None:
        self._catalogue, self._method = catalogue, method
        self._questions = Questions(catalogue.indicators)
        self._changes = Changes(catalogue.indicators, method)
        self._labels = {name: one.label.en for name, one in catalogue.dimensions.items()}

    def of(self, signs: tuple[Sign, ...], shared: Touching, abstained: str | None, family: SourceFamily) -> Outline:
        """`shared`: which findings rest on the same words; `abstained`: why the ad is not scored, if it is not."""
        method, found = self._method, sort(signs, self._catalogue.indicators)
        tallies = tally(found, shared)
        entries = ledger(tallies)
        band = Band.UNSCORED if abstained else method.band(entries)
        unknowns = self._questions.unknowns(signs, family)
        filled = {name: one for name, one in tallies.items() if one.risks}
        dimensions = tuple([_dimension(name, one) for name, one in filled.items()])
        numbered = _reasons(filled, method)
        reasons = tuple([one for _, one in numbered])
        score = Score(
            band=band,
            value=0.0 if abstained else _value(entries, method),
            dimensions=dimensions,
            reasons=reasons,
            against=tuple([one.contribution(-method.weigh(one.mark)) for one in found.against]),
            shown_only=tuple([one.contribution(0.0) for one in found.shown_only]),
            unknowns=unknowns,
            changes=() if abstained else self._changes.of(found, shared, tallies, entries, band, unknowns),
            statement=abstained or statement(band, dimensions, reasons, self._labels),
            catalogue_version=self._catalogue.version,
            scorer=method.name,
        )
        return Outline(score, tuple([at for at, _ in numbered]), _numbers(found.against), _numbers(found.shown_only))


def scorer(catalogue: Catalogue, method: Method = METHODS["dimensions"]) -> Judge:
    """A scorer over a catalogue. An ad that is not scored still shows what was found."""
    outline = lru_cache(REMEMBERED)(_Outlines(catalogue, method).of)

    def judge(ad: LinkedAd) -> Score:
        findings = ad.findings
        signs = tuple([(one.indicator, one.state) for one in findings])
        score, reasons, against, shown_only = outline(
            signs, touching(findings), why_unscored(ad.facts), ad.source_family
        )
        return replace(
            score,
            reasons=_worded(score.reasons, reasons, findings),
            against=_worded(score.against, against, findings),
            shown_only=_worded(score.shown_only, shown_only, findings),
        )

    return judge


def _worded(
    contributions: tuple[Contribution, ...], numbers: tuple[int, ...], findings: Sequence[Finding]
) -> tuple[Contribution, ...]:
    """The contributions with what the ad says, and the notes of both."""
    worded = []
    for one, number in zip(contributions, numbers, strict=True):
        said = findings[number]
        note = _joined(said.note, one.note) if said.note and one.note else said.note or one.note
        worded.append(replace(one, quotes=tuple([span.quote for span in said.spans]), note=note))
    return tuple(worded)


def _joined(said: str, scored: str) -> str:
    """Two notes as two sentences: those of linking end without a full stop."""
    return f"{said} {scored}" if said.endswith(".") else f"{said}. {scored}"


def _numbers(found: Iterable[Weighed]) -> tuple[int, ...]:
    return tuple([one.number for one in found])


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


def _reasons(tallies: dict[str, Tally], method: Method) -> list[Reason]:
    reasons = [reason for one in tallies.values() for reason in one.reasons(method.weigh)]
    return sorted(reasons, key=lambda reason: -reason[1].weight)
