"""What an ad is about: the same words mean different things in a job ad and in an ad for services."""

from collections.abc import Mapping

from processors.catalogue.records import AdKind
from processors.enrich.findings.guards import Said
from schemas.base import SourceFamily


def kind_of(family: SourceFamily, said: Mapping[str, Said]) -> AdKind:
    """The kind of an ad, from the family of its source and the topics `kind_job`, `kind_service`, `kind_wanted`.

    A person who looks for work is never read as somebody who offers it. A job board has jobs. A site for adult
    services has services, unless the ad clearly hires. Elsewhere the words decide; on a tie it is a job, for whoever
    offers work in personal services speaks of both.
    """
    job, service, wanted = (_count(said, f"kind_{name}") for name in ("job", "service", "wanted"))
    if wanted and wanted >= job:
        return AdKind.WANTED
    if family is SourceFamily.JOB_BOARD:
        return AdKind.JOB
    if family is SourceFamily.ADULT_SERVICES:
        return AdKind.JOB if job > service else AdKind.SERVICE
    if not job and not service:
        return AdKind.OTHER
    return AdKind.JOB if job >= service else AdKind.SERVICE


def _count(said: Mapping[str, Said], topic: str) -> int:
    return len(said[topic].present) if topic in said else 0
