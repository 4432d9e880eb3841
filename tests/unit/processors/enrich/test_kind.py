"""What an ad is about, from what it says."""

import pytest

from processors.catalogue.records import AdKind
from processors.enrich.findings.guards import Said
from processors.enrich.findings.hits import Hit
from processors.enrich.findings.kind import kind_of
from schemas.base import SourceFamily

WORK = frozenset({"fees", "urgency", "deductions", "long_hours", "vague_work"})
CASES = [
    ({"kind_job": 1}, AdKind.JOB),
    ({"kind_job": 1, "kind_other": 1}, AdKind.OTHER),  # "we look for a donor"
    ({"kind_job": 2, "kind_other": 1}, AdKind.JOB),
    ({"kind_service": 1, "kind_other": 3}, AdKind.SERVICE),  # so that no stated age is overlooked
    ({"kind_job": 1, "kind_wanted": 1}, AdKind.WANTED),
    ({"urgency": 1, "vague_work": 1}, AdKind.OTHER),
    ({"deductions": 1, "long_hours": 1}, AdKind.JOB),
    ({"accepts_under_15": 1, "vague_work": 1}, AdKind.JOB),
    ({}, AdKind.OTHER),
]


@pytest.mark.parametrize(("said", "kind"), CASES)
def test_kind_of_a_classified_ad(said: dict[str, int], kind: AdKind) -> None:
    heard = {
        topic: Said([Hit(topic, "terms", at, at + 1, ((at, at + 1),)) for at in range(times)], [])
        for topic, times in said.items()
    }
    assert kind_of(SourceFamily.CLASSIFIEDS, heard, WORK) is kind
