"""`adwatch sources`: list the source packs, check them, replay their saved pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import orjson

from adwatch import settings
from adwatch.errors import KnownError
from spiders.errors import SpiderError
from spiders.permission import operator_refusals
from spiders.source import Source, load_source, load_sources, source_names


def list_sources(as_json: bool) -> int:
    """One line a source. Raises KnownError for a wrong file."""
    with _known():
        loaded = settings.load()
        rows = [_row(source, loaded) for source in load_sources(loaded.crawl.sources)]
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


def replay(names: list[str], accept: bool = False) -> int:
    """Saved pages that yield something else than they must; 1 when there is one. `accept` makes it what they must."""
    from spiders import saved

    folder = settings.load().crawl.sources
    different = False
    with _known():
        for source in (load_source(name, folder) for name in names or source_names(folder)):
            for page in saved.saved_pages(source):
                lines = list(saved.differences(page, source))
                if lines and accept:
                    saved.accept(page.path, page.page(), source)
                word = "as saved" if not lines else "accepted" if accept else "differs"
                print(f"{word:<9} {source.name}/{page.path.name}", *lines, sep="\n  ")
                different |= bool(lines) and not accept
    return 1 if different else 0


def register() -> int:
    """Print the register of all sources as Markdown. Raises KnownError for a wrong file."""
    from spiders.register import render

    with _known():
        print(render(load_sources(settings.load().crawl.sources)), end="")
    return 0


def _row(source: Source, loaded: settings.Settings) -> dict[str, str]:
    refusals = (*source.refusals(_today()), *operator_refusals(source, loaded.crawl, loaded.home))
    return {
        "name": source.name,
        "title": source.title,
        "family": source.family.value,
        "owner": source.owner,
        "schedule": source.schedule or "by hand",
        "terms_reviewed_on": source.terms_reviewed_on.isoformat(),
        "verified": str(source.verified or ""),
        "crawled": "; ".join(refusals) or "yes",
    }


def _today() -> date:
    return datetime.now(UTC).date()


@contextmanager
def _known() -> Iterator[None]:
    try:
        yield
    except SpiderError as error:
        raise KnownError(str(error)) from None
