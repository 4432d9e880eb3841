"""`adwatch bench read`: how well hidden things are read, by kind, style and language, on two splits and the demo.

The development split may be read by whoever writes detectors, and what was missed of it is shown. Of the frozen split
nothing but sums leaves this module.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.floors import below, load_floors
from benchmarks.line import line
from benchmarks.read import Report, Tally, compare, measured, read
from benchmarks.style_plot import drawn
from schemas.mention import MentionKind
from simulator.laboratory import SPLITS, Split, laboratory

TARGET = 0.9
ROUNDS = 2  # of the floors
SEEDS: dict[Split, int] = {"development": 11, "frozen": 20261126}
WORLDS = 3  # of the demo that are read
KINDS = (MentionKind.PHONE, MentionKind.EMAIL, MentionKind.HANDLE, MentionKind.PRICE, MentionKind.AGE)
GOOD = 0.9  # recall from which on a style counts as read
EXAMPLES = 2


@dataclass
class Result:
    """What was counted of a split, and examples of what was missed, by style."""

    report: Report = field(default_factory=Report)
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def run(ads: int, seed: int, rounds: int = ROUNDS, plot: Path | None = None) -> int:
    """Read both splits, and the demo's ads if any are asked for; print the JSON line. 1 when a floor is not held."""
    results = {split: examined(split, rounds) for split in SPLITS}
    details: dict[str, Any] = {split: tables(result.report) for split, result in results.items()}
    if plot:
        plot.write_text(drawn({split: details[split]["styles"] for split in SPLITS}), encoding="utf-8")
    details |= {"missed_of_development": results["development"].missed, "seeds": SEEDS, "rounds": rounds}
    if ads:
        details["demo"] = tables(measured(ads, range(seed, seed + WORLDS))) | {"ads": ads * WORLDS, "seed": seed}
    details["below_floor"] = below(load_floors()["read"], details) if rounds == ROUNDS else []
    value = min(figures["f1"] for figures in details["frozen"]["kinds"].values())
    print(line("read", value, "lowest F1 of a kind, frozen split", TARGET, details, ("phonenumbers", "spacy")))
    return 1 if details["below_floor"] else 0


def examined(split: Split, rounds: int = ROUNDS) -> Result:
    """What was right and wrong in a split; missed things are kept of the development split only."""
    result = Result()
    for invented, enriched in read(laboratory(split, SEEDS[split], rounds)):
        for one in compare(invented, enriched, result.report, KINDS):
            shown = result.missed[f"{one.kind.value} {one.style}"] if split == "development" else []
            if len(shown) < EXAMPLES:
                shown.append(f"{invented.answer.language} {one.surface!r} is {one.value}")
    return result


def tables(report: Report) -> dict[str, Any]:
    """Precision, recall and F1 by kind, style and language; how many styles and ads can be read."""
    figures = {
        name: {key: tally.figures() for key, tally in sorted(getattr(report, name).items())}
        for name in ("kinds", "styles", "languages")
    }
    sums = {"whole_languages": _whole(report), "styles_read": _styles_read(report), "unreadable": report.unreadable}
    return {**figures, **sums}


def _whole(report: Report) -> dict[str, dict[str, float]]:
    """By language, all kinds together."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for name, tally in report.languages.items():
        total = sums[name.rpartition(" ")[2]]
        total.right, total.missed, total.wrong = (
            total.right + tally.right, total.missed + tally.missed, total.wrong + tally.wrong,
        )  # fmt: skip
    return {language: tally.figures() for language, tally in sorted(sums.items())}


def _styles_read(report: Report) -> float:
    """The share of styles, of all kinds, of which nearly everything is read."""
    planted = [figures for tally in report.styles.values() if (figures := tally.figures())["planted"]]
    return round(sum(figures["recall"] >= GOOD for figures in planted) / len(planted), 4)
