"""How well the demo's ads are read: what the enrich stage finds against the simulator's answer sheet.

The disguises and phrases of the demo were known while the detectors were written. The figures say that nothing broke;
they are no estimate of how well the ads of a real site are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from processors.enrich import build
from processors.settings import ProcessorSettings, SecretSettings
from processors.stage import Emit, Outcome, Process
from schemas.ad import EnrichedAd, RawAd
from schemas.mention import Mention, MentionKind
from simulator import InventedAd, PlantedContact, World, raw_ad, world

BATCH = 256
KINDS = (MentionKind.PHONE, MentionKind.EMAIL, MentionKind.HANDLE, MentionKind.URL, MentionKind.PERSON_NAME)


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
    unreadable: int = 0  # ads at which the reader failed: all that they hold is missed

    def add(self, what: str, language: str, thing: Thing) -> None:
        """Count one thing that was `right`, `missed` or `wrong`."""
        for tallies, name in (
            (self.kinds, thing.kind.value),
            (self.styles, f"{thing.kind.value} {thing.style}"),
            (self.languages, f"{thing.kind.value} {language}"),
        ):
            tally = tallies.setdefault(name, Tally())
            setattr(tally, what, getattr(tally, what) + 1)


def measured(ads: int, seeds: Iterable[int]) -> Report:
    """What was right and wrong in the worlds of these seeds."""
    report = Report()
    for seed in seeds:
        for invented, enriched in read(world(ads, seed)):
            compare(invented, enriched, report)
    return report


def compare(
    invented: InventedAd, enriched: EnrichedAd | None, report: Report, kinds: tuple[MentionKind, ...] = KINDS
) -> list[PlantedContact]:
    """Count what was found of one ad, and return what was not. Wrong counts where its kind is disguised in this ad.

    Where a reader may take something for more than one value, any of them is right.
    """
    answer = invented.answer
    names = [PlantedContact(MentionKind.PERSON_NAME, name.casefold(), name, "name") for name in answer.persons]
    planted = [*answer.contacts, *answer.facts, *names]
    mentions = enriched.mentions if enriched else ()
    report.unreadable += enriched is None
    found = {(one.kind, _value(one)) for one in mentions if one.kind in kinds}
    missed = [one for one in planted if not found & _right(one)]
    for one in planted:
        report.add("missed" if one in missed else "right", answer.language, Thing(one.kind, one.value, one.style))
    styles = {one.kind: one.style for one in planted}
    for kind, value in sorted(found.difference(*map(_right, planted))):
        report.add("wrong", answer.language, Thing(kind, value, styles.get(kind, "none planted")))
    return missed


def read(made: World) -> Iterator[tuple[InventedAd, EnrichedAd | None]]:
    """The ads of one world, each with what was read, None where the reader failed; without the children's lane."""
    for start in range(0, len(made.ads), BATCH):
        batch = made.ads[start : start + BATCH]
        outcomes = _outcomes(_reader(), [raw_ad(each, made.observed_at) for each in batch])
        for invented, outcome in zip(batch, outcomes, strict=True):
            record = outcome.outputs[0][1] if isinstance(outcome, Emit) else None
            if outcome is None or isinstance(record, EnrichedAd):
                yield invented, record if isinstance(record, EnrichedAd) else None


@cache
def _reader() -> Process:
    secrets = SecretSettings.model_validate({"token_key": "a key of this benchmark", "url_key": "none is needed"})
    return build(ProcessorSettings(secrets=secrets))


def _outcomes(process: Process, ads: Sequence[RawAd]) -> list[Outcome | None]:
    """One by one where a batch fails, so that one ad does not hide what is read in the others; None for that ad."""
    try:
        return list(process(ads))
    except Exception:  # whatever it is, it is counted, and has a floor
        return [None] if len(ads) == 1 else [one for ad in ads for one in _outcomes(process, [ad])]


def _right(planted: PlantedContact) -> set[tuple[MentionKind, str]]:
    return {(planted.kind, value) for value in (planted.value, *planted.also)}


def _value(mention: Mention) -> str:
    """As answer sheets write it."""
    if mention.price:
        return f"{mention.price.amount} {mention.price.currency or '-'} {mention.price.per or '-'}"
    return mention.value.casefold() if mention.kind is MentionKind.PERSON_NAME else mention.value
