"""`adwatch sources`: list the source packs, check them, replay their saved pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import orjson

from adwatch import settings
from adwatch.errors import KnownError
from spiders.errors import SpiderError
from spiders.source import Source, load_source, load_sources, source_names


def list_sources(as_json: bool) -> int:
    """One line a source. Raises KnownError for a wrong file."""
    with _known():
        rows = [_row(source, _today()) for source in load_sources(settings.load().crawl.sources)]
    if as_json:
        print(orjson.dumps(rows).decode())
    else:
        for row in rows:
            print(f"{row['name']:<24} {row['family']:<15} {row['schedule']:<16} {row['crawled']}")
    return 0


def check(names: list[str]) -> int:
    """Every fault of the packs, a line each; 2, wrong configuration, when there is one."""
    from spiders.check import faults

    folder = settings.load().crawl.sources
    names = names or source_names(folder)
    found = [fault for name in names for fault in faults(name, folder, _today())]
    print("\n".join(found) if found else f"in order: {', '.join(names) or 'there is no source'}")
    return 2 if found else 0


def replay(names: list[str]) -> int:
    """Read the saved pages again; each difference a line; 1 when there is one."""
    from spiders.saved import differences, saved_pages

    folder = settings.load().crawl.sources
    different = False
    with _known():
        for source in (load_source(name, folder) for name in names or source_names(folder)):
            for saved in saved_pages(source):
                lines = list(differences(saved, source))
                different |= bool(lines)
                print(f"{'differs' if lines else 'as saved':<9} {source.name}/{saved.path.name}", *lines, sep="\n  ")
    return 1 if different else 0


def _row(source: Source, today: date) -> dict[str, str]:
    return {
        "name": source.name,
        "title": source.title,
        "family": source.family.value,
        "owner": source.owner,
        "schedule": source.schedule,
        "terms_reviewed_on": source.terms_reviewed_on.isoformat(),
        "crawled": "; ".join(source.refusals(today)) or "yes",
    }


def _today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def _known() -> Iterator[None]:
    try:
        yield
    except SpiderError as error:
        raise KnownError(str(error)) from None
