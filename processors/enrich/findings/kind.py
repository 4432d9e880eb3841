"""What an ad is about: the same words mean different things in a job ad and in an ad for services."""

from collections.abc import Mapping, Set

from processors.catalogue.records import AdKind
from processors.enrich.findings.guards import Said
from schemas.base import SourceFamily

ENOUGH = 2  # topics of work that make an ad about work, where nothing says so outright
AGES_AND_HAZARDS = frozenset({"accepts_under_15", "accepts_under_18", "hazardous_work"})  # speak of work too
# Said in ads of every kind, so that they make none an ad about work: "urgent", "women under 30", "details by phone".
OF_ANYTHING = frozenset({
    "fees", "messenger_only", "personal_demands", "private_meeting", "promotional", "residence_promise", "secrecy",
    "transparent_employer", "urgency", "vague_work", "vulnerability_appeal",
})  # fmt: skip


def kind_of(family: SourceFamily, said: Mapping[str, Said], of_work: Set[str]) -> AdKind:
    """The kind of an ad, from the family of its source and what its words say.

    The topics `kind_job`, `kind_service`, `kind_wanted` and `kind_other` (a spouse, a donor, a flat) say it outright;
    `of_work` are topics that only job ads speak of. A person who looks for work is never read as somebody who offers
    it. A job board has jobs. A site for adult services has services, unless the ad clearly hires. Elsewhere the words
    decide; on a tie it is a job, for whoever offers work in personal services speaks of both.
    """
    job, service, wanted, other = (_count(said, f"kind_{name}") for name in ("job", "service", "wanted", "other"))
    if wanted and wanted >= job:
        return AdKind.WANTED
    if family is SourceFamily.JOB_BOARD:
        return AdKind.JOB
    if family is SourceFamily.ADULT_SERVICES:
        return AdKind.JOB if job > service else AdKind.SERVICE
    if other >= max(job, 1) and not service:
        return AdKind.OTHER
    if job or service:
        return AdKind.JOB if job >= service else AdKind.SERVICE
    about = AGES_AND_HAZARDS & said.keys()
    if about and len((of_work & said.keys()) | about) >= ENOUGH:
        return AdKind.JOB  # no child is overlooked
    # Last come hints: trades, places of work, what a service looks like. They outvote nothing that is said outright.
    job, service, other = (_count(said, f"hint_{name}") for name in ("job", "service", "other"))
    if other >= max(job, service, 1):
        return AdKind.OTHER
    if job or service:
        return AdKind.JOB if job >= service else AdKind.SERVICE
    return AdKind.JOB if len((of_work & said.keys()) - OF_ANYTHING) >= ENOUGH else AdKind.OTHER


def _count(said: Mapping[str, Said], topic: str) -> int:
    return len(said[topic].present) if topic in said else 0
