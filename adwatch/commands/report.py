"""`adwatch report`: aggregates without small cells and the transparency report, as JSON or as a page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from adwatch import settings
from adwatch.errors import KnownError
from adwatch.reader import Reader
from adwatch.report.conduct import Conduct, conduct
from adwatch.report.page import Page
from adwatch.report.publish import publish
from adwatch.report.suppress import K
from adwatch.report.tables import Tables, tables
from adwatch.report.words import LANGUAGES
from processors.catalogue import load as load_catalogue
from processors.index.client import SearchError, session
from spiders.source import load_sources


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything, as `--json` prints it."""

    made_at: datetime
    figures: Tables
    conduct: Conduct


def run(
    language: str,
    since: datetime | None,
    until: datetime | None,
    k: int,
    page: Path | None,
    publishing: bool,
) -> int:
    """Print the report as JSON, or write it as a page; `publishing` also puts its figures where researchers look."""
    if language not in LANGUAGES:
        raise KnownError(f"no language `{language}` here; there are: {', '.join(LANGUAGES)}")
    if k < K:
        raise KnownError(f"cells of fewer than {K} are never shown")
    loaded, now = settings.load(), datetime.now(UTC)
    end = until or now
    begin = since or end - timedelta(days=365)
    with Reader(loaded.search) as reader:
        alerts = list(reader.all_alerts())
    try:
        with session(loaded.search) as client:
            figures = tables(client, loaded.search.prefix, begin, end, k)
            done = conduct(loaded, client, load_sources(), alerts, begin, end, k)
            if publishing:
                publish(client, loaded.search.prefix, figures, now)
    except SearchError as error:
        raise KnownError(str(error)) from error
    report = Report(made_at=now, figures=figures, conduct=done)
    if page is None:
        print(msgspec.json.encode(report).decode())
        return 0
    catalogue = load_catalogue(loaded.catalogue)
    names = {name: each.label.in_language(language) for name, each in catalogue.indicators.items()}
    _write(page, Page(language, names).write(figures, done, now))
    return 0


def _write(page: Path, text: str) -> None:
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KnownError(f"{page} cannot be written: {error.strerror}") from None
    print(page)
