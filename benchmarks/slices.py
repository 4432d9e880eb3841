"""The figures of the indicators and of the score apart by language, form and kind of source: is anybody served worse?

A system may be good on the whole and bad for one language, or raise false alarms on one kind of site only.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from benchmarks.read import Tally
from schemas.score import Band

REVIEWED = frozenset({Band.MEDIUM, Band.HIGH})


class Judged(NamedTuple):
    """One ad: what it is, what it states, and what came of it."""

    language: str
    form: str  # of exploitation; "none" for ads that show none
    family: str  # of its source
    planted: bool  # one that a reviewer should see
    band: Band
    stated: frozenset[str]  # indicators, as the answer sheet says
    found: frozenset[str]


SLICES: dict[str, Callable[[Judged], str]] = {
    "language": lambda ad: ad.language,
    "form": lambda ad: ad.form,
    "source_family": lambda ad: ad.family,
}


def slices(ads: Iterable[Judged]) -> dict[str, dict[str, dict[str, Any]]]:
    """By each way of slicing, by slice: `ads`; precision, recall and F1 of its findings; the share of planted ads in
    band medium or high (`reached`, None without any) and of the others in band high (`false_high`)."""
    every = list(ads)
    return {name: {one: _figures(group) for one, group in _groups(every, of).items()} for name, of in SLICES.items()}


def spread(sliced: dict[str, dict[str, Any]], figure: str) -> float:
    """The distance between the best and the worst slice in one figure; 0 where fewer than two have it."""
    values = [one[figure] for one in sliced.values() if one[figure] is not None]
    return round(max(values) - min(values), 4) if values else 0.0


def _groups(ads: list[Judged], of: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = {}
    for ad in ads:
        groups.setdefault(of(ad), []).append(ad)
    return dict(sorted(groups.items()))


def _figures(ads: list[Judged]) -> dict[str, Any]:
    tally = Tally(
        right=sum(len(ad.stated & ad.found) for ad in ads),
        missed=sum(len(ad.stated - ad.found) for ad in ads),
        wrong=sum(len(ad.found - ad.stated) for ad in ads),
    )
    planted = [ad.band in REVIEWED for ad in ads if ad.planted]
    others = [ad.band is Band.HIGH for ad in ads if not ad.planted]
    return {"ads": len(ads), **tally.figures(), "reached": _share(planted), "false_high": _share(others)}


def _share(hits: list[bool]) -> float | None:
    return round(sum(hits) / len(hits), 4) if hits else None
