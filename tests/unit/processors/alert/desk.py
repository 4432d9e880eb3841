"""The stage with a state of its own, rules and ads for it, and what is said of ads that leave and come back."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from processors.alert.assistance import Directory
from processors.alert.matching import process
from processors.stage import Emit
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.alert import Alert, Correction
from schemas.events import GroupSplit
from schemas.finding import Finding, State
from tests import factories
from tests.unit.processors.alert.tables import ad, rule

MANY = rule("frequency", count=3, window="10h")  # of one actor


TWO = rule("frequency", id="two", count=2, window="10h", key=["contacts.token"])


NAMES = rule("any", id="names", condition={"finding": "SX-02"}, indicators=["SX-02"])


BAND = rule("any", id="band", condition={"field": "score.band", "op": "is", "value": "high"}, indicators=["SX-02"])


LOOSE = rule("frequency", id="loose", count=2, window="10h", subject="source")


SOURCES = rule("cardinality", of="source", at_least=2, window="10h")


FOUR_OF_TWO = tuple(ad(f"a/{number}@{number / 10}^{'t' if number == 4 else 's'}") for number in range(1, 5))


STEPS = rule(
    "percentage",
    match={"field": "score.band", "op": "is", "value": "high"},
    above=50,
    min_count=3,
    window="24h",
    throttle="90d",
)


ONE, TWO_, THREE, FOUR = (ad(f"a/{number}@{number / 10}+p9") for number in range(1, 5))


class Desk:
    """The stage with a state of its own."""

    def __init__(self, *rules: Any) -> None:
        self.tx = MemoryTransaction()
        self._run = process(rules, Directory())
        self.told: list[Alert] = []

    def becomes(self, *rules: Any) -> None:
        """The stage is started anew with other rules."""
        self._run = process(rules, Directory())

    def give(self, *records: ScoredAd | GroupSplit) -> list[Alert]:
        """What comes of a batch."""
        outcomes = self._run(records, self.tx)
        assert len(outcomes) == len(records)
        new = [each for outcome in outcomes if isinstance(outcome, Emit) for _, each in outcome.outputs]
        self.told += [each for each in new if isinstance(each, Alert)]
        return self.told[len(self.told) - len(new) :]


def split(
    *groups: Sequence[ScoredAd],
    whole: str = "a",
    reason: str = "hub",
    kind: str = "actor",
    into: Sequence[str] = (),
    evidence: str = "e",
) -> GroupSplit:
    """These ads left their group, each group together."""
    apart = tuple(tuple(each.ad_id for each in group) for group in groups)
    return GroupSplit(
        kind=kind,
        whole=whole,
        part="x",
        reason=reason,
        evidence=evidence,
        at=factories.NOON,
        contact="phone-9",
        apart=apart,
        into=tuple(into),
    )


def back(*ads: ScoredAd, whole: str = "a", kind: str = "actor") -> GroupSplit:
    """These ads came into a group because of an analyst."""
    came = tuple(each.ad_id for each in ads)
    return GroupSplit(kind=kind, whole=whole, part=whole, reason="undone", evidence="d", at=factories.NOON, joined=came)


def said(alert: Alert) -> Correction:
    assert alert.correction is not None
    return alert.correction


def found(one: ScoredAd, *indicators: str, hub: bool = False) -> ScoredAd:
    """The ad as links see it."""
    present = [Finding(indicator=each, state=State.PRESENT, detector="link") for each in indicators]
    caveat = [Finding(indicator="NW-01", state=State.NOT_STATED, detector="link", evidence=("p9",))] if hub else []
    return replace(one, findings=(*present, *caveat))
