"""Where a crawl found the site other than its pack expects: fields, numbers, the build of its pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.drift import Drift
from spiders.drift.fragment import LINKS, fragment
from spiders.drift.samples import Samples
from spiders.errors import SpiderError
from spiders.read.page import Page, Role
from spiders.saved import saved_pages
from spiders.source import Source

LEAST_LIKE = 0.5  # of a saved page's parts; below, the site was rebuilt


def drifts(source: Source, stats: Mapping[str, Any], limited: bool) -> Iterator[Drift]:
    """Everything that is not as expected. A limited crawl is not held against the least number of ads."""
    samples: Samples = stats.get("samples") or Samples(source)
    yield from _counts(source, stats.get("delivery/taken", 0), limited, samples)
    yield from _coverages(source, stats.get("coverage", {}), samples)
    for role, likeness in samples.likenesses().items():
        if likeness < LEAST_LIKE:
            yield Drift(
                kind="structure",
                field=role.value,
                expected=f"at least {LEAST_LIKE:.0%} of what the saved page is built of",
                found=f"{likeness:.0%}",
            )


def _counts(source: Source, ads: int, limited: bool, samples: Samples) -> Iterator[Drift]:
    least, most = source.expect.ads
    expected = f"at least {least}" if ads < least and not limited else f"at most {most}" if ads > most else None
    if expected:
        before, after = _fragments(source, LINKS, samples)
        yield Drift(kind="count", field=LINKS, expected=expected, found=f"{ads} ads", before=before, after=after)


def _coverages(source: Source, coverage: Mapping[str, float], samples: Samples) -> Iterator[Drift]:
    for field, floor in source.expect.coverage.items():
        if coverage and coverage[field] < floor:
            before, after = _fragments(source, field, samples)
            yield Drift(
                kind="coverage",
                field=field,
                expected=f"{floor:.0%}",
                found=f"{coverage[field]:.0%}",
                before=before,
                after=after,
            )


def _fragments(source: Source, field: str, samples: Samples) -> tuple[str, str]:
    """The field's place in a saved page that has it, and in a page of this crawl that lacks it."""
    now = samples.lacking(field)
    before = _saved_with(source, field, now.role if now else Role.LIST if field == LINKS else Role.AD)
    return (fragment(before, source, field) if before else "", fragment(now, source, field) if now else "")


def _saved_with(source: Source, field: str, role: Role) -> Page | None:
    try:
        pages = [each for each in saved_pages(source) if each.expected.role is role]
    except SpiderError:  # a saved page that cannot be read is told by `adwatch sources check`
        return None
    having = (each for each in pages if any(_has(ad, field) for ad in each.expected.ads))
    chosen = next(having, pages[0] if pages else None)
    return chosen.page() if chosen else None


def _has(ad: Mapping[str, Any], field: str) -> bool:
    return bool(ad.get(field) or ad.get("fields", {}).get(field))
