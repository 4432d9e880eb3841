"""Numbers in words, in the languages of the laboratory."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from simulator.disguise.spoken import french_pair

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words() -> Mapping[str, Mapping[str, Any]]:
    """How people of each language say numbers, years, money and signs."""
    return read("words.yml")


def read(name: str) -> dict[str, Any]:
    """A data file beside this module."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return content


def spoken(number: int, language: str) -> str:
    """A number from 0 to 399 as it is said."""
    own = words()[language]
    if number < 100:
        return _below_hundred(number, language)
    hundreds, rest = divmod(number, 100)
    if not rest:
        return str(own["hundreds"][hundreds - 1])
    start = own["hundred_and"] if hundreds == 1 and "hundred_and" in own else own["hundreds"][hundreds - 1]
    if language == "fr":
        start = start.removesuffix("s")  # deux cents, but deux cent cinquante
    return f"{start}{own['join_hundred']}{_below_hundred(rest, language)}"


def years(number: int, language: str) -> str:
    """The word that follows so many years: "year old", "года", "de ani"."""
    one, few, many = words()[language]["years"]
    if language in ("ru", "uk"):
        unit = 0 if 10 < number % 100 < 20 else number % 10
        return str(one if unit == 1 else few if 2 <= unit <= 4 else many)
    if language == "ro":
        return str(few if number < 20 else many)
    return str(many)


def _below_hundred(number: int, language: str) -> str:
    own = words()[language]
    if number < 20:
        return str((own["digits"] + own["teens"])[number])
    if language == "fr":
        return french_pair(str(number))
    tens, unit = divmod(number, 10)
    if tens == 2 and "twenties" in own:
        return str(own["twenties"][unit])
    if not unit:
        return str(own["tens"][tens - 2])
    pair = [own["digits"][unit], own["tens"][tens - 2]]
    return str(own["join"]).join(pair if own.get("units_first") else reversed(pair))
