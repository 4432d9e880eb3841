"""The score stage: which dimensions an ad's findings fill, which review band that gives, and why.

A score ranks human work and judges nobody. Every step is a table or a rule that can be read aloud:

    findings -> contributions (what may count, and what is only shown)
             -> counted once per dimension and place, weighed against what speaks against
             -> dimensions by the ILO/EC rule -> band, value, statement, unknowns
"""

from collections.abc import Callable

from msgspec.structs import asdict

from processors.catalogue import Current
from processors.score.methods import METHODS
from processors.score.scorer import scorer
from processors.settings import ProcessorSettings
from schemas.ad import LinkedAd, ScoredAd
from schemas.score import Score


def build(settings: ProcessorSettings) -> Callable[[LinkedAd], ScoredAd]:
    """The function that scores a linked ad, by the catalogue as it is now. Raises FileError when that is wrong."""
    method = METHODS[settings.score.scorer]
    judge = Current(settings.catalogue, lambda catalogue: scorer(catalogue, method))
    return lambda ad: scored(ad, judge.get()(ad))


def scored(ad: LinkedAd, score: Score) -> ScoredAd:
    """The same ad with its score."""
    return ScoredAd(**asdict(ad), score=score)
