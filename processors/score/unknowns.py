"""What a reviewer should find out: questions that matter for this kind of ad and that the ad leaves open."""

from collections.abc import Iterable

from processors.catalogue import Indicator
from processors.catalogue.records import AdKind
from processors.score.contributions import Sign
from schemas.base import SourceFamily
from schemas.finding import State

_KIND_OF_FAMILY = {SourceFamily.JOB_BOARD: AdKind.JOB, SourceFamily.ADULT_SERVICES: AdKind.SERVICE}


class Questions:
    """The catalogue's questions, by the kind of ad they fit."""

    def __init__(self, indicators: dict[str, Indicator]) -> None:
        self._kinds = {one.id: one.ads[0] for one in indicators.values() if len(one.ads) == 1}
        asking = [one for one in indicators.values() if one.question]
        self._asked = {kind: [one.id for one in asking if kind in one.ads] for kind in AdKind}

    def unknowns(self, signs: Iterable[Sign], family: SourceFamily) -> tuple[str, ...]:
        """Ids of the questions that fit an ad with these findings and that none of them answers."""
        answered = {indicator for indicator, state in signs if state is not State.NOT_STATED}
        kinds = self._kinds_of(family, answered)
        asked = dict.fromkeys([one for kind in kinds for one in self._asked[kind]])
        return tuple([one for one in asked if one not in answered])

    def _kinds_of(self, family: SourceFamily, found: set[str]) -> list[AdKind]:
        """What the ad is about, as its findings tell; else by the family of its source."""
        kinds = {self._kinds[indicator] for indicator in found if indicator in self._kinds}
        usual = _KIND_OF_FAMILY.get(family)
        return sorted(kinds) or ([usual] if usual else [])
