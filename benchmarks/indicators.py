"""How well indicators are found: precision, recall and F1 on the simulator's corpus.

On the frozen share nobody looked at while word lists were written. Each text counts once, however often it is posted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from benchmarks.corpus import Pair, findings, read
from benchmarks.floors import below, load_floors
from benchmarks.line import line
from benchmarks.overlap import overlap
from benchmarks.read import Tally
from benchmarks.signs import table
from processors import logs
from processors.catalogue import Catalogue, Indicator, load
from processors.settings import ProcessorSettings
from schemas.finding import State
from simulator import Answer
from simulator.corpus import Share

TARGET = 0.85
USUAL = {"usual_job": "job", "usual_service": "service"}  # stories of ordinary ads
ABSENT = frozenset({State.ABSENT, State.CONTRADICTED})


@dataclass
class Report:
    """Tallies by indicator, language, and both; denials apart; texts that left for the children's lane."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    denials: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    missed: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    wording: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    signs: list[tuple[str, int, int]] = field(default_factory=list)
    texts: int = 0
    lost: int = 0

    def add(self, answer: Answer, found: set[str], denied: set[str], measured: set[str]) -> None:
        """Count one text."""
        stated = set(answer.indicators) & measured
        for name in stated | ((found & measured) - set(answer.doubtful)):
            what = "right" if name in stated & found else "missed" if name in stated else "wrong"
            tally = self.tallies[name, answer.language]
            setattr(tally, what, getattr(tally, what) + 1)
            if name in answer.sentences and what != "wrong":
                wording = self.wording["set words" if name in answer.in_set_words else "own words"]
                setattr(wording, what, getattr(wording, what) + 1)
            if what == "missed" and name in answer.sentences:
                self.missed[answer.language][name].append(answer.sentences[name])
        if answer.case in USUAL:
            self.signs.append((USUAL[answer.case], len(stated), len(found & measured)))
        for name in set(answer.denied) & measured:
            what = "right" if name in denied else "wrong" if name in found else "missed"
            setattr(self.denials[answer.language], what, getattr(self.denials[answer.language], what) + 1)

    def by(self, position: int) -> dict[str, Tally]:
        """Tallies by indicator (0) or by language (1)."""
        sums: dict[str, Tally] = defaultdict(Tally)
        for key, tally in self.tallies.items():
            total = sums[key[position]]
            total.right, total.missed, total.wrong = (
                total.right + tally.right, total.missed + tally.missed, total.wrong + tally.wrong,
            )  # fmt: skip
        return dict(sorted(sums.items()))


def run(share: Share, rounds: int, seed: int, only: Sequence[str] = ()) -> int:
    """Measure and print the JSON line. 1 when a figure is below its floor; floors hold for the frozen share, whole."""
    logs.configure()
    settings = ProcessorSettings()
    catalogue = load(settings.catalogue)
    report = measured(read(share, seed, rounds, settings, only), catalogue)
    details = tables(report, catalogue) | {"share": share, "seed": seed, "rounds": rounds}
    if share == "open":
        details["missed"] = report.missed
    missing = below(load_floors()["indicators"], details) if share == "frozen" and not only else []
    details["below_floor"] = missing
    print(line("indicators", details["macro_f1"], "macro F1", TARGET, details, ("spacy",)))
    return 1 if missing else 0


def measured(pairs: Iterable[Pair], catalogue: Catalogue) -> Report:
    """The report over texts; an ad that is one more posting of a text is left out."""
    report, seen = Report(), set[str]()
    looked_for = {name for name, one in catalogue.indicators.items() if is_text(one)}
    for invented, ad in pairs:
        answer = invented.answer
        if answer.cluster in seen:
            continue
        seen.add(answer.cluster)
        report.texts += 1
        report.lost += ad is None
        report.add(answer, findings(ad), findings(ad, ABSENT), looked_for)
    return report


def is_text(indicator: Indicator) -> bool:
    """Whether something looks for it in the text of one ad, in the ordinary lane."""
    signal = indicator.signal
    return bool(signal.lexicon or signal.together or signal.reader) and not indicator.children_lane


def tables(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    """The figures: macro F1 over indicators, then by indicator, language and evidence grade."""
    figures = {name: tally.figures() for name, tally in report.by(0).items()}
    planted = {name: one for name, one in figures.items() if one["planted"]}
    grades: dict[str, list[float]] = defaultdict(list)
    for name, one in planted.items():
        grades[catalogue.indicators[name].evidence_grade.value].append(one["f1"])
    languages: dict[str, list[float]] = defaultdict(list)
    for (_, language), tally in report.tallies.items():
        if tally.right + tally.missed:
            languages[language].append(tally.figures()["f1"])
    return {
        "macro_f1": round(mean(one["f1"] for one in planted.values()), 4),
        "texts": report.texts,
        "sent_to_the_childrens_lane": report.lost,
        "languages": {
            language: {**tally.figures(), "macro_f1": round(mean(languages[language]), 4)}
            for language, tally in report.by(1).items()
        },
        "grades": {
            grade: {"macro_f1": round(mean(found), 4), "indicators": len(found)}
            for grade, found in sorted(grades.items())
        },
        "indicators": figures,
        "denials": {language: tally.figures() for language, tally in sorted(report.denials.items())},
        "recall_by_wording": {name: tally.figures()["recall"] for name, tally in sorted(report.wording.items())},
        "signs_per_ad": table(report.signs),
        "overlap": overlap(catalogue),
        "weakest": weakest(report),
        "never_planted": sorted(
            name for name, one in catalogue.indicators.items() if is_text(one) and name not in planted
        ),
    }


def weakest(report: Report, count: int = 40) -> list[dict[str, Any]]:
    """The indicators and languages with the lowest F1, with what they lack."""
    lacking = [(key, one) for key, one in report.tallies.items() if one.missed or one.wrong]
    lacking.sort(key=lambda pair: (pair[1].figures()["f1"], -pair[1].missed - pair[1].wrong, pair[0]))
    return [
        {
            "indicator": name,
            "language": language,
            "f1": tally.figures()["f1"],
            "missed": tally.missed,
            "wrong": tally.wrong,
        }
        for (name, language), tally in lacking[:count]
    ]
