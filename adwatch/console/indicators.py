"""`adwatch indicators`: the catalogue."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adwatch.console.common import Json, Language, finish


class Page(StrEnum):
    """Pages of the documentation that are made from the catalogue."""

    INDICATORS = "indicators"
    REQUIREMENTS = "requirements"


indicators = typer.Typer(no_args_is_help=True, help="The catalogue of published indicators and its word lists.")


@indicators.command("list")
def indicators_list(
    family: Annotated[str | None, typer.Argument(help="First letters of the ids: SX, LB, NW ...")] = None,
    language: Language = Language.ENGLISH,
    as_json: Json = False,
) -> None:
    """List indicators: id, evidence grade, strength, how they are looked for. Example: adwatch indicators list LB"""
    from adwatch.commands.indicators import list_indicators

    finish(list_indicators(family, language, as_json))


@indicators.command("show")
def indicators_show(
    indicator: Annotated[str, typer.Argument(help="An id: LB-06.")],
    language: Language = Language.ENGLISH,
    as_json: Json = False,
) -> None:
    """Show one indicator in full, with its sources. Example: adwatch indicators show LB-06 --language fr"""
    from adwatch.commands.indicators import show

    finish(show(indicator, language, as_json))


@indicators.command("check")
def indicators_check(folder: Annotated[Path | None, typer.Argument(help="A catalogue; default: ours.")] = None) -> None:
    """Hold a catalogue against every rule, and its word lists against their examples."""
    from adwatch.commands.indicators import check

    finish(check(folder))


@indicators.command("page")
def indicators_page(page: Annotated[Page, typer.Argument()], language: Language = Language.ENGLISH) -> None:
    """Print a page of the documentation. Example: adwatch indicators page indicators > docs/indicators.md"""
    from adwatch.commands.indicators import page as print_page

    finish(print_page(page, language))
