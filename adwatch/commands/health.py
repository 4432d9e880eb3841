"""`adwatch sources health`: how each source is, and what to mend where it is not well."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from adwatch import settings
from adwatch.errors import KnownError
from adwatch.reader import Reader
from adwatch.settings import Settings
from processors.index.document import AlertDocument, CrawlDocument
from spiders.errors import SpiderError
from spiders.source import Source, load_source, source_names


def run(names: list[str], report_overdue: bool, as_json: bool) -> int:
    """One line a source, its open alert below when named; 1 when one is not well.

    With `report_overdue`, a source without a good crawl for twice its interval is reported on ads.crawls, which opens
    its alert. Raises KnownError for a wrong source file, or when the search engine or the broker is away.
    """
    loaded = settings.load()
    sources = _sources(names, loaded)
    with Reader(loaded.search) as reader:
        reader.refresh_crawls()
        alerts = reader.open_source_alerts()
        rows = [_row(source, reader, alerts.get(source.name)) for source in sources]
    if report_overdue:  # once: what has an open alert is known
        untold = (source for source, row in zip(sources, rows, strict=True) if row["overdue"] and not row["alert"])
        _report(list(untold), rows, loaded)
    if as_json:
        print(orjson.dumps(rows).decode())
    else:
        print("\n".join(line for row in rows for line in _lines(row, whole=bool(names))))
    return 0 if all(row["well"] for row in rows) else 1


def _sources(names: list[str], loaded: Settings) -> list[Source]:
    folder = loaded.crawl.sources
    try:
        return [load_source(name, folder) for name in names or source_names(folder)]
    except SpiderError as error:
        raise KnownError(str(error)) from None


def _row(source: Source, reader: Reader, alert: AlertDocument | None) -> dict[str, Any]:
    from spiders.report import is_overdue

    last, good = reader.last_crawl(source.name), reader.last_crawl(source.name, "good")
    begun = good or reader.first_crawl(source.name)
    late = is_overdue(source, begun.finished_at if begun else None, _now())
    return {
        "source": source.name,
        "enabled": source.enabled,
        "outcome": last.outcome if last else "never crawled",
        "at": last.finished_at if last else None,
        "last_good": good.finished_at if good else None,
        "overdue": late,
        "ads": last.scraped if last else None,
        "expected": list(source.expect.ads),
        "seconds": last.seconds if last else None,
        "undelivered": last.undelivered if last else None,
        "coverage": dict(last.coverage) if last else {},
        "floors": dict(source.expect.coverage),
        "reasons": list(last.reasons) if last else [],
        "alert": alert.alert_id if alert else None,
        "alert_title": alert.title if alert else None,
        "drift": _drift(last, alert),
        "well": not source.enabled or (last is not None and last.outcome == "good" and not alert and not late),
    }


def _drift(last: CrawlDocument | None, alert: AlertDocument | None) -> list[dict[str, str]]:
    """What the open alert shows; without one, what the last crawl found."""
    found = alert.drift if alert else last.drift if last else ()
    return [{name: getattr(each, name) for name in each.__struct_fields__} for each in found]


def _report(late: list[Source], rows: list[dict[str, Any]], loaded: Settings) -> None:
    from spiders.report import overdue, parcel, sent

    good = {row["source"]: row["last_good"] for row in rows}
    for source in late:
        report = parcel(overdue(source, good[source.name], _now()), loaded.kafka)
        if not sent(report, loaded.kafka, loaded.crawl.broker_wait_s):
            raise KnownError(f"{source.name} is overdue, and Kafka does not answer: see adwatch doctor", exit_code=5)


def _lines(row: dict[str, Any], whole: bool) -> Iterator[str]:
    at = f"{row['at']:%Y-%m-%d %H:%M}" if row["at"] else "-"
    state = "well" if row["well"] else "overdue" if row["overdue"] else "look"
    ads = "-" if row["ads"] is None else row["ads"]
    line = f"{row['source']:<24} {state:<8} {row['outcome']:<13} {at:<16} {ads:>7} ads  {row['alert_title'] or ''}"
    yield line.rstrip()
    if not whole:
        return
    yield from (f"  - {reason}" for reason in row["reasons"])
    for field, share in row["coverage"].items():
        floor = row["floors"].get(field)
        yield f"  {field:<20} {share:>4.0%}" + (f"  expected {floor:.0%}" if floor is not None else "")
    for each in row["drift"]:
        yield f"  {each['kind']}: {each['field']}: expected {each['expected']}, found {each['found']}"
        for title, fragment in (("saved page", each["before"]), ("this crawl", each["after"])):
            if fragment:
                yield from (f"    {title}:", *(f"      {line}" for line in fragment.splitlines()))


def _now() -> datetime:
    return datetime.now(UTC)
