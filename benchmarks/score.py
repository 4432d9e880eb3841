"""What the score does with the simulator's corpus: are planted cases reached, and are look-alikes left alone?

The whole chain runs: reading, linking, scoring. A case is the ads of one story; it is reached when one of its ads gets
band medium or high.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from adwatch import chain
from benchmarks.corpus import Pair, Scored, read
from benchmarks.floors import below, load_floors
from benchmarks.indicators import is_text
from benchmarks.line import line
from benchmarks.score_plot import drawn
from benchmarks.score_tables import tables
from processors import logs
from processors.catalogue import load
from processors.settings import ProcessorSettings
from schemas.ad import LinkedAd
from schemas.finding import Finding, State
from schemas.ids import ad_id
from simulator import InventedAd
from simulator.corpus import Share

TARGET = 0.85


def run(share: Share, rounds: int, seed: int, plot: Path | None = None) -> int:
    """Measure, print the JSON line, and draw the plot where asked. 1 when a figure is below its floor."""
    logs.configure()
    settings = chain.with_keys(ProcessorSettings())
    looked_for = {name for name, one in load(settings.catalogue).indicators.items() if is_text(one)}
    scored = list(judged(read(share, seed, rounds, settings), settings, looked_for))
    details = {"share": share, "seed": seed, "rounds": rounds, **tables(scored, looked_for)}
    if plot:
        plot.write_text(drawn(details["calibration"]), encoding="utf-8")
    details["below_floor"] = below(load_floors()["score"], details) if share == "frozen" else []
    print(line("score", details["cases_reached"], "of planted cases in band medium or high", TARGET, details, ()))
    return 1 if details["below_floor"] else 0


def judged(pairs: Iterable[Pair], settings: ProcessorSettings, looked_for: set[str]) -> Iterator[Scored]:
    """All ads that stayed in the ordinary lane, linked with each other and scored."""
    kept = [(invented, ad) for invented, ad in pairs if ad is not None]
    linker, score = chain.Linker(settings), chain.score(settings)
    linker.add_all(ad for _, ad in kept)
    for invented, _ in kept:
        linked = linker.latest[ad_id(invented.site, invented.key)]
        ideal = msgspec.structs.replace(linked, findings=_as_stated(invented, linked, looked_for))
        yield Scored(invented, linked, score(linked).score, score(ideal).score)


def _as_stated(invented: InventedAd, linked: LinkedAd, looked_for: set[str]) -> tuple[Finding, ...]:
    """The findings of links, and those of a perfect reader of the text."""
    links = tuple(one for one in linked.findings if one.indicator not in looked_for)
    answer = invented.answer
    said = [Finding(indicator=name, state=State.PRESENT) for name in answer.indicators if name in looked_for]
    denied = [Finding(indicator=name, state=State.ABSENT) for name in answer.denied if name in looked_for]
    return (*links, *said, *denied)
