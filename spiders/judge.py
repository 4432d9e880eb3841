"""Judges a finished crawl by its statistics. Scrapy itself calls every run a success."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any

from schemas.drift import Drift
from schemas.events import CrawlReport
from spiders.drift import drifts
from spiders.job import Job

Stats = dict[str, Any]

# Ads vanish while we read (404, 410), and a broken block beside a good one is common.
TOLERATED = frozenset({"status_404", "status_410", "bad_json_ld"})


class Outcome(Enum):
    """What a run is called, and its exit code."""

    GOOD = 0
    DEGRADED = 3
    BLOCKED = 4
    UNDELIVERED = 5


def judge(job: Job, stats: Stats, finished_at: datetime) -> CrawlReport:
    """The report of a crawl. It is good only if the crawl did its job: see `_faults`."""
    found = tuple(drifts(job.source, stats, limited=bool(job.max_pages)))
    faults = list(_faults(job, stats, found))
    outcome = max((outcome for outcome, _ in faults), key=lambda outcome: outcome.value, default=Outcome.GOOD)
    return CrawlReport(
        source=job.source.name,
        run=job.run,
        started_at=job.started_at,
        finished_at=finished_at,
        outcome=outcome.name.lower(),
        exit_code=outcome.value,
        reasons=tuple(reason for _, reason in faults),
        finish_reason=_finish_reason(stats),
        pages=stats.get("pages", 0),
        scraped=stats.get("delivery/taken", 0),
        acknowledged=stats.get("delivery/acknowledged", 0),
        outbox=stats.get("delivery/outbox", 0),
        lost=stats.get("delivery/lost", 0),
        replayed=stats.get("delivery/replayed", 0),
        dropped=_group(stats, "dropped/"),
        unread=_group(stats, "bad/"),
        failed=_group(stats, "failed/"),
        blocked=_group(stats, "blocked/"),
        http=_group(stats, "downloader/response_status_count/"),
        coverage=stats.get("coverage", {}),
        seen=_group(stats, "seen/"),
        not_modified=stats.get("not_modified", 0),
        vanished=stats.get("vanished", 0),
        durations=_durations(job, stats, finished_at),
        drift=found if _finish_reason(stats) in _ends(job) else (),
    )


def _faults(job: Job, stats: Stats, found: tuple[Drift, ...]) -> Iterator[tuple[Outcome, str]]:
    """Everything that keeps a run from being good, in words for an operator."""
    yield from _delivery_faults(stats)
    yield from _blocked_faults(stats)
    for reason in (*_run_faults(job, stats), *_page_faults(job, stats), *_yield_faults(found)):
        yield Outcome.DEGRADED, reason


def _delivery_faults(stats: Stats) -> Iterator[tuple[Outcome, str]]:
    taken, acknowledged = stats.get("delivery/taken", 0), stats.get("delivery/acknowledged", 0)
    outbox, lost = stats.get("delivery/outbox", 0), stats.get("delivery/lost", 0)
    if outbox:
        yield Outcome.UNDELIVERED, f"ads that wait in the outbox for the next crawl: {outbox}"
    if lost:
        yield Outcome.UNDELIVERED, f"ads that could be neither delivered nor kept: {lost}"
    for reason, count in _group(stats, "delivery/refused/").items():
        said = "records of earlier crawls that the broker will never take, lost and set aside"
        yield Outcome.UNDELIVERED, f"{said}: {reason} ({count})"
    if taken != acknowledged + outbox + lost:
        yield Outcome.UNDELIVERED, f"the books do not balance: {taken} ads taken, {acknowledged} acknowledged"


def _blocked_faults(stats: Stats) -> Iterator[tuple[Outcome, str]]:
    for reason, count in _group(stats, "blocked/").items():
        if _finish_reason(stats) == "blocked" or reason == "robots":
            yield Outcome.BLOCKED, f"the site refuses us: {reason} ({count})"
        else:
            yield Outcome.DEGRADED, f"the site refused single pages: {reason} ({count})"


def _run_faults(job: Job, stats: Stats) -> Iterator[str]:
    finish_reason = _finish_reason(stats)
    if finish_reason not in _ends(job) | {"blocked"}:
        yield f"the crawl did not reach its end: {finish_reason}"
    if stats.get("vanished/held_back"):
        missing = stats["vanished/held_back"]
        yield f"too many ads missing at once, so none is told as vanished (see expect.vanished): {missing}"
    if stats.get("spider_exceptions/count"):
        yield f"pages that made our own code fail: {stats['spider_exceptions/count']}"
    if stats.get("delivery/unremembered"):
        yield f"ads delivered, but not remembered: the next crawl sends them again: {stats['delivery/unremembered']}"
    if stats.get("request_depth_max", 0) >= job.limits.max_depth:
        yield f"pages followed each other up to the limit of {job.limits.max_depth}"


def _page_faults(job: Job, stats: Stats) -> Iterator[str]:
    failed = _group(stats, "failed/")
    if failed and job.source.local_test_site and not stats.get("downloader/response_count"):
        yield f"nothing answers at {job.limits.local_sites}: `adwatch simulate --serve` starts the simulated sites"
    yield from (f"pages not fetched: {reason} ({count})" for reason, count in failed.items())
    for reason, count in _group(stats, "bad/").items():
        if reason not in TOLERATED:
            yield f"pages or parts of them not read: {reason} ({count})"
    for reason, count in _group(stats, "dropped/").items():
        if reason != "duplicate":
            yield f"ads not usable: {reason} ({count})"


def _yield_faults(found: tuple[Drift, ...]) -> Iterator[str]:
    """A changed build of the pages is no fault as long as everything is found on them."""
    for each in found:
        if each.kind == "count":
            yield f"{each.found}, expected {each.expected}"
        elif each.kind == "coverage":
            yield f"only {each.found} of the ads have {each.field}, expected {each.expected}"


def _durations(job: Job, stats: Stats, finished_at: datetime) -> dict[str, float]:
    """Seconds: of the whole crawl, of the wait for the last acknowledgements, and a page's mean time until it came."""
    pages = stats.get("downloader/response_count", 0)
    seconds = {
        "crawl": (finished_at - job.started_at).total_seconds(),
        "flush": stats.get("delivery/flush_s", 0.0),
        "page_mean": stats.get("download_s", 0.0) / pages if pages else 0.0,
    }
    return {name: round(value, 3) for name, value in seconds.items()}


def _ends(job: Job) -> set[str]:
    """How a crawl ends that came to its end."""
    return {"finished", "closespider_pagecount"} if job.max_pages else {"finished"}


def _finish_reason(stats: Stats) -> str:
    return str(stats.get("finish_reason", "never started"))


def _group(stats: Stats, prefix: str) -> dict[str, int]:
    """The counts under a prefix, sorted by name."""
    return {name.removeprefix(prefix): stats[name] for name in sorted(stats) if name.startswith(prefix)}
