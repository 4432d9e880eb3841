"""How well ads are read: what the enrich stage finds against the simulator's answer sheet, by kind, style and language.

The disguises and phrases of the simulator were known while the detectors were written. The figures say that nothing
broke; they are no estimate of how well the ads of a real site are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.line import line
from processors.enrich import build
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit
from schemas.ad import EnrichedAd
from schemas.mention import Mention, MentionKind
from simulator import InventedAd, raw_ad, world

TARGET = 0.9
SEEDS = 3  # worlds that are read: the seed asked for, and those after it
BATCH = 256
KINDS = (MentionKind.PHONE, MentionKind.EMAIL, MentionKind.HANDLE, MentionKind.URL, MentionKind.PERSON_NAME)
KNOWN = "the simulator's disguises and phrases were known while the detectors were written"


class Thing(NamedTuple):
    """Something an ad says, and how it is written."""

    kind: MentionKind
    value: str
    style: str = "none planted"


@dataclass
class Tally:
    """What was planted and found, what was missed, what was read where nothing was."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and how many were planted and wrong."""
        read, planted = self.right + self.wrong, self.right + self.missed
        precision = self.right / read if read else 1.0
        recall = self.right / planted if planted else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        rounded = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        return {**rounded, "planted": planted, "wrong": self.wrong}


@dataclass
class Report:
    """Tallies by kind, by kind and style, by kind and language."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    styles: dict[str, Tally] = field(default_factory=dict)
    languages: dict[str, Tally] = field(default_factory=dict)

    def add(self, what: str, language: str, thing: Thing) -> None:
        """Count one thing that was `right`, `missed` or `wrong`."""
        for tallies, name in (
            (self.kinds, thing.kind.value),
            (self.styles, f"{thing.kind.value} {thing.style}"),
            (self.languages, f"{thing.kind.value} {language}"),
        ):
            tally = tallies.setdefault(name, Tally())
            setattr(tally, what, getattr(tally, what) + 1)


def run(ads: int, seed: int) -> int:
    """Read the worlds and print the JSON line."""
    seeds = range(seed, seed + SEEDS)
    report = measured(ads, seeds)
    tables: dict[str, Any] = {
        name: {key: tally.figures() for key, tally in sorted(getattr(report, name).items())}
        for name in ("kinds", "styles", "languages")
    }
    value = min(figures["f1"] for figures in tables["kinds"].values())
    details = {"ads": ads * SEEDS, "seeds": list(seeds), "note": KNOWN, **tables}
    print(line("read", value, "lowest F1 of a kind", TARGET, details, ("phonenumbers", "spacy")))
    return 0


def measured(ads: int, seeds: Iterable[int]) -> Report:
    """What was right and wrong in the worlds of these seeds."""
    report = Report()
    for seed in seeds:
        for invented, enriched in _read(ads, seed):
            compare(invented, enriched, report)
    return report


def compare(invented: InventedAd, enriched: EnrichedAd, report: Report) -> None:
    """Count what was found of one ad. Something wrong is counted where its kind is disguised in this ad."""
    answer = invented.answer
    planted = [Thing(one.kind, one.value, one.style) for one in answer.contacts]
    planted += [Thing(MentionKind.PERSON_NAME, name.casefold(), "name") for name in answer.persons]
    found = {(one.kind, _value(one)) for one in enriched.mentions if one.kind in KINDS}
    for thing in planted:
        report.add("right" if (thing.kind, thing.value) in found else "missed", answer.language, thing)
    wanted = {(thing.kind, thing.value) for thing in planted}
    styles = {thing.kind: thing.style for thing in planted}
    for kind, value in sorted(found - wanted):
        report.add("wrong", answer.language, Thing(kind, value, styles.get(kind, "none planted")))


def _value(mention: Mention) -> str:
    return mention.value.casefold() if mention.kind is MentionKind.PERSON_NAME else mention.value


def _read(ads: int, seed: int) -> Iterator[tuple[InventedAd, EnrichedAd]]:
    """The ads of one world, each with what was read; those of the children's lane are not read."""
    secrets = SecretSettings.model_validate({"token_key": "a key of this benchmark", "url_key": "none is needed"})
    process, made = build(ProcessorSettings(secrets=secrets)), world(ads, seed)
    for start in range(0, len(made.ads), BATCH):
        batch = made.ads[start : start + BATCH]
        outcomes = process([raw_ad(each, made.observed_at) for each in batch])
        for invented, outcome in zip(batch, outcomes, strict=True):
            record = outcome.outputs[0][1] if isinstance(outcome, Emit) else None
            if isinstance(record, EnrichedAd):
                yield invented, record
