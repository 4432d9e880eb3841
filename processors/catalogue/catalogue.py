"""The catalogue as loaded."""

from dataclasses import dataclass

from processors.catalogue.benchmarks import Benchmarks
from processors.catalogue.lexicon import Lexicon
from processors.catalogue.records import DimensionInfo, Indicator, Source


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything. `version` is a hash of the files' content: same data, same version."""

    version: str
    indicators: dict[str, Indicator]
    dimensions: dict[str, DimensionInfo]
    sources: dict[str, Source]
    lexicons: dict[str, Lexicon]  # by language
    benchmarks: Benchmarks

    @property
    def languages(self) -> frozenset[str]:
        """Languages we have word lists for."""
        return frozenset(self.lexicons)

    @property
    def children_lane(self) -> frozenset[str]:
        """Ids whose findings send an ad to the children's lane."""
        return frozenset(one.id for one in self.indicators.values() if one.children_lane)
