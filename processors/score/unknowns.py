"""What a reviewer should find out: questions that matter for this kind of ad and that the ad leaves open."""

from collections.abc import Iterable

from processors.catalogue import Indicator
from processors.catalogue.records import AdKind
from schemas.ad import LinkedAd
from schemas.base import SourceFamily
from schemas.finding import State

_KIND_OF_FAMILY = {SourceFamily.JOB_BOARD: AdKind.JOB, SourceFamily.ADULT_SERVICES: AdKind.SERVICE}


def unknowns(ad: LinkedAd, indicators: dict[str, Indicator], questions: Iterable[Indicator]) -> tuple[str, ...]:
    """Ids of the `questions` that fit the kind of ad and that no finding answers."""
    kinds = _kinds(ad, indicators)
    answered = {finding.indicator for finding in ad.findings if finding.state is not State.NOT_STATED}
    return tuple(one.id for one in questions if one.id not in answered and not kinds.isdisjoint(one.ads))


def _kinds(ad: LinkedAd, indicators: dict[str, Indicator]) -> set[AdKind]:
    """What the ad is about, as its findings tell; else by the family of its source."""
    found = {
        indicators[finding.indicator].ads[0]
        for finding in ad.findings
        if finding.indicator in indicators and len(indicators[finding.indicator].ads) == 1
    }
    family = _KIND_OF_FAMILY.get(ad.source_family)
    return found or ({family} if family else set())
