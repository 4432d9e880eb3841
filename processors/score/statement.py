"""The strongest sentence the evidence allows, in English or French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.score import Band, Contribution, Dimension

FIRM = ("strong", "medium")


@dataclass(frozen=True, slots=True)
class Sentences:
    """Words of the glossary; none of them says that an ad is safe, or what a person is."""

    nothing: str
    single: str
    consistent: str
    last: str  # between the last two of a list


ENGLISH = Sentences(
    nothing="No listed indicator was read. This does not say that the ad is safe.",
    single="Indicators were read, but no dimension is filled. This does not say that the ad is safe.",
    consistent="Indicators consistent with {dimensions}; review warranted.",
    last=" and ",
)
FRENCH = Sentences(
    nothing="Aucun indicateur de la liste n’a été lu. Cela ne dit pas que l’annonce est sans danger.",
    single="Des indicateurs ont été lus, mais aucune dimension n’est remplie. Cela ne dit pas que l’annonce est sans "
    "danger.",
    consistent="Indicateurs compatibles avec : {dimensions} ; un examen se justifie.",
    last=" et ",
)


def statement(
    band: Band,
    dimensions: Sequence[Dimension],
    reasons: Sequence[Contribution],
    labels: Mapping[str, str],
    language: str = "en",
) -> str:
    """The sentence for a scored ad; `labels` are those of the dimensions, in that language."""
    said = FRENCH if language == "fr" else ENGLISH
    if band not in (Band.MEDIUM, Band.HIGH):
        return said.single if reasons else said.nothing
    *first, last = [labels[name] for name in _carrying(dimensions, reasons)]
    return said.consistent.format(dimensions=f"{', '.join(first)}{said.last}{last}" if first else last)


def _carrying(dimensions: Sequence[Dimension], reasons: Sequence[Contribution]) -> list[str]:
    """The dimensions that carry a band: those that are filled; else those with more than weak findings; else all."""
    firm = {one.indicator for one in reasons if one.strength in FIRM}
    filled = [one.name for one in dimensions if one.positive]
    return filled or [one.name for one in dimensions if firm & set(one.indicators)] or [one.name for one in dimensions]
