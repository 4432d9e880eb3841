"""`adwatch crawl SOURCE`: one crawl, judged; the result on standard output, logs on standard error."""

from pathlib import Path

from adwatch import settings
from adwatch.changes import note_source
from adwatch.errors import KnownError
from schemas.codec import encode
from schemas.events import CrawlReport
from spiders.errors import AlreadyRunningError, MemoryUnusableError, SpiderError


def run(source: str, max_pages: int | None, as_json: bool, file: Path | None = None) -> int:
    """Crawl once, or import a file; the exit code is the report's. Raises KnownError when that must not be now."""
    # Twisted and Scrapy take half a second to load: a wrong setting is told before.
    loaded = settings.load()
    from spiders.run import crawl

    try:
        note_source(loaded, source)
        report = crawl(source, loaded.crawl, loaded.kafka, loaded.home, max_pages, file=file)
    except (AlreadyRunningError, MemoryUnusableError) as error:
        raise KnownError(str(error), exit_code=3) from None  # may work later
    except SpiderError as error:
        raise KnownError(str(error), exit_code=2) from None
    print(encode(report).decode() if as_json else _plain(report))
    return report.exit_code


def _plain(report: CrawlReport) -> str:
    seconds = (report.finished_at - report.started_at).total_seconds()
    lines = [
        f"{report.source}: {report.outcome}",
        f"  {report.pages} pages, {report.scraped} ads, {report.acknowledged} acknowledged, {seconds:.1f} s",
        f"  {_compared(report)}",
        *(f"  - {reason}" for reason in report.reasons),
    ]
    if report.outbox or report.replayed:
        lines.insert(3, f"  {report.outbox} left in the outbox, {report.replayed} of earlier crawls delivered")
    return "\n".join(lines)


def _compared(report: CrawlReport) -> str:
    """The ads beside what earlier crawls saw."""
    seen = ", ".join(f"{count} {word}" for word, count in report.seen.items()) or "none seen"
    return f"{seen}; {report.vanished} vanished; {report.not_modified} pages not modified"
