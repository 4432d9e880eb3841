"""`adwatch filter score`: what the evidence in an ad amounts to, as JSON lines, or told to a person."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from adwatch import chain, settings
from adwatch.commands.filter import linked, read_ads
from adwatch.errors import KnownError
from adwatch.lines import Errors, write
from schemas.ad import ScoredAd

Tell = Callable[[ScoredAd], None]


def score(explain: bool = False, page: Path | None = None, language: str = "en") -> int:
    """Score ads: band, dimensions, reasons, unknowns, and what would change the band. `explain`: for a person, in place
    of the lines; `page`: the same as a web page, beside what is printed. An ad of the children's lane is a line
    everywhere, and no more."""
    if language not in ("en", "fr"):
        raise KnownError(f"no language `{language}` here; there are: en, fr")
    errors = Errors()
    loaded = settings.load()
    with ExitStack() as open_files:
        tell = _tellers(loaded, explain, page, language, open_files)
        order, linker = linked(loaded, read_ads(errors), errors)
        score_one = chain.score(loaded)
        for ad_id in order:
            if ad := linker.latest.get(ad_id):
                scored = score_one(ad)
                for told in tell:
                    told(scored)
            else:
                write({"id": ad_id, "lane": "children"})
    return errors.exit_code


def _tellers(
    loaded: settings.Settings, explain: bool, page: Path | None, language: str, open_files: ExitStack
) -> list[Tell]:
    if not (explain or page):
        return [_print_line]
    from adwatch.explain.told import Teller
    from processors.catalogue import load

    teller = Teller(load(loaded.catalogue), language)
    return [
        _on_terminal(teller) if explain else _print_line,
        *([_on_page(page, teller, language, open_files)] if page else []),
    ]


def _on_terminal(teller: Any) -> Tell:
    from rich.console import Console

    from adwatch.explain.score_terminal import show

    console = Console(highlight=False)
    return lambda ad: show(console, teller.tell(ad))


def _on_page(page: Path, teller: Any, language: str, open_files: ExitStack) -> Tell:
    from adwatch.explain.score_page import FOOT, article, head

    try:
        file = open_files.enter_context(page.open("w", encoding="utf-8"))
    except OSError as error:
        raise KnownError(f"{page} cannot be written: {error.strerror}") from None
    file.write(head(language))
    open_files.callback(lambda: file.write(FOOT))

    def tell(ad: ScoredAd) -> None:
        file.write(article(teller.tell(ad)))

    return tell


def _print_line(ad: ScoredAd) -> None:
    result = ad.score
    write(
        {
            "id": ad.ad_id,
            "band": result.band.value,
            "score": result.value,
            "dimensions": [d.name for d in result.dimensions if d.positive],
            "reasons": msgspec.to_builtins(result.reasons),
            "against": msgspec.to_builtins(result.against),
            "shown_only": msgspec.to_builtins(result.shown_only),
            "unknowns": list(result.unknowns),
            "changes": msgspec.to_builtins(result.changes),
            "statement": result.statement,
            "findings": msgspec.to_builtins(ad.findings),
            "scorer": result.scorer,
            "catalogue_version": result.catalogue_version,
        }
    )
