"""What an ad is about: the same words mean different things in a job ad and in an ad for services."""

from collections.abc import Mapping, Set

from processors.catalogue.records import AdKind
from processors.enrich.findings.guards import Said
from schemas.base import SourceFamily

ENOUGH = 2  # topics of work that make an ad about work, where nothing says so outright
AGES_AND_HAZARDS = frozenset({"accepts_under_15", "accepts_under_18", "hazardous_work"})  # speak of work too


def kind_of(family: SourceFamily, said: Mapping[str, Said], of_work: Set[str]) -> AdKind:
    """The kind of an ad, from the family of its source and what its words say.

    The topics `kind_job`, `kind_service` and `kind_wanted` say it outright; `of_work` are topics that only job ads
    speak of. A person who looks for work is never read as somebody who offers it. A job board has jobs. A site for
    adult services has services, unless the ad clearly hires. Elsewhere the words decide; on a tie it is a job, for
    whoever offers work in personal services speaks of both.
    """
    job, service, wanted = (_count(said, f"kind_{name}") for name in ("job", "service", "wanted"))
    if wanted and wanted >= job:
        return AdKind.WANTED
    if family is SourceFamily.JOB_BOARD:
        return AdKind.JOB
    if family is SourceFamily.ADULT_SERVICES:
        return AdKind.JOB if job > service else AdKind.SERVICE
    if job or service:
        return AdKind.JOB if job >= service else AdKind.SERVICE
    return AdKind.JOB if len((of_work | AGES_AND_HAZARDS) & said.keys()) >= ENOUGH else AdKind.OTHER


def _count(said: Mapping[str, Said], topic: str) -> int:
    return len(said[topic].present) if topic in said else 0
