"""The tables of the score benchmark: bands by standing and story, false alarms by prevalence, slices, calibration."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.baserate import expected_false
from benchmarks.corpus import Scored, findings
from benchmarks.interval import interval
from benchmarks.slices import REVIEWED, Judged, slices, spread
from schemas.score import Band

PREVALENCES = (0.001, 0.01, 0.1)
HIGH = frozenset({Band.HIGH})
BINS = (0.0, 1.0, 2.0, 4.0, 6.0, 9.0, 12.0, 16.0)  # of the score's value: from here on


def tables(scored: list[Scored], looked_for: set[str]) -> dict[str, Any]:
    """All figures. `..._if_all_was_read` are those of a perfect reader of the text: what the rule alone can do."""
    by_standing = _groups(scored, lambda one: str(one.ad.answer.standing))
    planted, alike = by_standing["planted"], by_standing["look_alike"]
    harmless = [one for one in scored if one.ad.answer.standing != "planted"]
    return {
        "ads": len(scored),
        "cases_reached": _cases_reached(planted),
        "cases_reached_if_all_was_read": _cases_reached(_ideal(planted)),
        "look_alikes_high": _share(alike, HIGH),
        "look_alikes_high_if_all_was_read": _share(_ideal(alike), HIGH),
        "bands": {name: _bands(group) for name, group in by_standing.items()},
        "cases": {
            name: _bands(group) for name, group in _groups(planted + alike, lambda one: str(one.ad.answer.case)).items()
        },
        "false_alarms": {
            "look_alikes": _false_alarms(planted, alike),
            "all_harmless": _false_alarms(planted, harmless),
        },
        "calibration": calibration(scored),
        "slices": _sliced(scored, looked_for),
    }


def calibration(scored: Iterable[Scored]) -> list[dict[str, Any]]:
    """By value of the score: ads, how many of them are planted, and the share with its 95 % interval."""
    judged = [one for one in scored if one.score.band is not Band.UNSCORED]
    rows = []
    for start, end in zip(BINS, (*BINS[1:], float("inf")), strict=True):
        inside = [one for one in judged if start <= one.score.value < end]
        hits = sum(one.ad.answer.standing == "planted" for one in inside)
        low, high = interval(hits, len(inside))
        rows.append({"from": start, "ads": len(inside), "planted": hits, "low": low, "high": high})
    return rows


def _false_alarms(planted: list[Scored], harmless: list[Scored]) -> dict[str, dict[str, float]]:
    def figures(bands: frozenset[Band]) -> dict[str, float]:
        hits, alarms = _count(planted, bands), _count(harmless, bands)
        return expected_false(hits, len(planted), alarms, len(harmless), PREVALENCES)

    return {"medium or high": figures(REVIEWED), "high": figures(HIGH)}


def _sliced(scored: list[Scored], looked_for: set[str]) -> dict[str, Any]:
    sliced = slices([_judged(one, looked_for) for one in scored])
    return {"by": sliced, "spread_of_reached": {name: spread(one, "reached") for name, one in sliced.items()}}


def _judged(one: Scored, looked_for: set[str]) -> Judged:
    answer = one.ad.answer
    return Judged(
        language=answer.language,
        form=answer.form or "none",
        family=one.read.source_family.value,
        planted=answer.standing == "planted",
        band=one.score.band,
        stated=frozenset(looked_for & set(answer.indicators)),
        found=frozenset((looked_for & findings(one.read)) - set(answer.doubtful)),
    )


def _groups(scored: list[Scored], of: Callable[[Scored], str]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        groups[of(one)].append(one)
    return dict(sorted(groups.items()))


def _ideal(scored: list[Scored]) -> list[Scored]:
    return [one._replace(score=one.ideal) for one in scored]


def _bands(scored: list[Scored]) -> dict[str, Any]:
    counted = {band.value: _count(scored, frozenset({band})) for band in Band}
    return {**counted, "reached": _share(scored, REVIEWED), "reached_if_all_was_read": _share(_ideal(scored), REVIEWED)}


def _count(scored: list[Scored], bands: frozenset[Band]) -> int:
    return sum(one.score.band in bands for one in scored)


def _share(scored: list[Scored], bands: frozenset[Band]) -> float:
    return round(_count(scored, bands) / len(scored), 4)


def _cases_reached(planted: list[Scored]) -> float:
    groups = _groups(planted, lambda one: str(one.ad.answer.group)).values()
    return round(sum(_count(group, REVIEWED) > 0 for group in groups) / len(groups), 4)
