"""Where an ad plays: its family and money, which indicators fit, and what follows when several stand together."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from simulator.corpus.book import read_yaml
from simulator.phrases import Kind, Money

_FREE = Money(None, 0, 0)


class Together(NamedTuple):
    """`gives` is stated where the setting is one of `settings` and one indicator of each of `rows` is stated."""

    gives: str
    settings: frozenset[str]
    rows: tuple[frozenset[str], ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """All settings. One without money costs and pays nothing."""
    return {
        name: Kind(name, raw["family"], Money(raw["per"], raw["low"], raw["high"]) if "low" in raw else _FREE, {})
        for name, raw in read_yaml("settings.yml")["settings"].items()
    }


@cache
def fitting(indicator: str) -> tuple[str, ...]:
    """Settings in which a statement of the indicator can stand alone: the indicator's own, or those of its letters."""
    fits = read_yaml("settings.yml")["fits"]
    found: list[str] = fits.get(indicator) or fits[indicator[:2]]
    return tuple(found)


@cache
def touching(part: str) -> Mapping[str, tuple[str, ...]]:
    """For sentences of this part (`says`, `denies`, `near`): by indicator, those whose definitions touch it."""
    return {name: tuple(others) for name, others in read_yaml("settings.yml")["touching"][part].items()}


@cache
def _together() -> tuple[Together, ...]:
    rows = read_yaml("settings.yml")["together"]
    return tuple(Together(raw["gives"], frozenset(raw["in"]), tuple(map(frozenset, raw["all"]))) for raw in rows)


def following(setting: str, stated: Iterable[str]) -> set[str]:
    """What follows from what is stated, by the definitions of the indicators that are made of others."""
    found = set(stated)
    return {one.gives for one in _together() if setting in one.settings and all(row & found for row in one.rows)}
