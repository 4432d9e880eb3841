"""Alerts are raised and corrected, and people are told, by stages that are killed between any two of their steps.

The real stages `alert` and `notify` over the bus in memory. Ads of one actor come, leave it and come back; in the end
the alerts and corrections on the bus are those of one run that nobody disturbed, and everybody was told how it stands.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from processors.alert import process
from processors.alert.assistance import Directory
from processors.notify.outbox import Outbox
from processors.notify.teams import Team
from processors.settings import FailureSettings, NotifySettings, ProcessorSettings, TeamSettings
from processors.stage import Emit, Stage
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.codec import decode, encode
from schemas.events import GroupSplit
from schemas.topics import ALERTS, DEAD, INDEXED, SPLITS
from tests.unit.processors.alert.desk import back, split
from tests.unit.processors.alert.tables import ad
from tests.unit.processors.alert.tables import rule as alert_rule
from tests.unit.processors.memory_bus import MemoryBus
from tests.unit.processors.mortal import Mortal
from tests.unit.processors.notify.test_plan import Basket, Kept

RULES = (
    alert_rule("frequency", count=3, window="10h"),
    alert_rule("cardinality", of="source", at_least=2, window="10h"),
)
ADS = [ad(f"a/{number}@{number / 10}^s{number % 3}") for number in range(8)]
NUMBER = st.integers(0, len(ADS) - 1)
NUMBERS = st.lists(NUMBER, min_size=1, max_size=3, unique=True)
STEPS = st.integers(1, 40)


class Correcting(Mortal):
    """Ads come and go, stages run, processes die."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.folder = tempfile.TemporaryDirectory(prefix="adwatch-corrections-")
        self.settings = ProcessorSettings(
            home=Path(self.folder.name), failure=FailureSettings(backoff_s=1e-4, backoff_max_s=1e-4, dead_ratio=1.0)
        )
        self.bus = MemoryBus(self.step)
        self.basket = Basket("desk")
        self.said: list[ScoredAd | GroupSplit] = []
        self.patch_all()
        for number in range(4):
            self.an_ad_is_told(number)

    @rule(number=NUMBER)
    def an_ad_is_told(self, number: int) -> None:
        self.said.append(ADS[number])
        self.bus.put(INDEXED.name, ADS[number].ad_id.encode(), encode(ADS[number]))

    @rule(numbers=NUMBERS)
    def ads_leave(self, numbers: list[int]) -> None:
        self.event(split(*([ADS[each]] for each in numbers), evidence=f"e{len(self.said)}"))

    @rule(numbers=NUMBERS)
    def ads_leave_together(self, numbers: list[int]) -> None:
        self.event(split([ADS[each] for each in numbers], reason="cut", evidence=f"e{len(self.said)}"))

    @rule()
    def the_last_two_splits_are_said_again(self) -> None:
        """By a stage that was killed after it had said them and before it had noted that; as if they never were."""
        last = [each for each in self.said if isinstance(each, GroupSplit)][-2:]
        for event in last if all(each.apart for each in last) else ():
            self.bus.put(SPLITS.name, event.whole.encode(), encode(event))

    @rule(numbers=NUMBERS)
    def ads_come_back(self, numbers: list[int]) -> None:
        self.event(back(*(ADS[each] for each in numbers)))

    def event(self, event: GroupSplit) -> None:
        self.said.append(event)
        self.bus.put(SPLITS.name, event.whole.encode(), encode(event))

    @rule(which=st.sampled_from(["alert", "notify"]), steps=STEPS)
    def a_stage_runs_until_it_is_killed(self, which: str, steps: int) -> None:
        self.run_until_killed(which, steps)

    @property
    def stages(self) -> dict[str, Stage]:
        return {
            "alert": Stage(
                "alert", INDEXED, (ALERTS,), lambda _: process(RULES, Directory()), state="alert", also=(SPLITS,),
                batch=3, in_order=True,
            ),
            "notify": Stage("notify", ALERTS, (DEAD,), lambda _: self.outbox(), state="notify", batch=3),
        }  # fmt: skip

    def outbox(self) -> Outbox:
        teams = [Team("team", (self.basket,), TeamSettings(targets=("basket:",)))]
        clock = lambda: datetime(2026, 3, 1, 8, tzinfo=UTC)  # noqa: E731
        return Outbox(teams, lambda record, language, _: Kept(record, language), NotifySettings(), clock)

    def teardown(self) -> None:
        if not hasattr(self, "bus"):
            return
        try:
            for which in ("alert", "notify"):
                self.run_stage(which)
            self.all_is_as_if_nobody_had_been_killed()
        finally:
            self.patch.undo()
            self.folder.cleanup()

    def all_is_as_if_nobody_had_been_killed(self) -> None:
        expected = undisturbed(self.said)
        on_the_bus = [decode(Alert, record.value or b"") for record in self.bus.records(ALERTS.name)]
        assert {encode(each) for each in on_the_bus} == {encode(each) for each in expected}
        told: dict[str, list[Alert]] = {}
        for message in self.basket.got:
            told.setdefault(message.record.alert_id, []).append(message.record)
        for name, records in told.items():
            ends = [each.correction for each in expected if each.alert_id == name][-1]
            assert (records[-1].correction and records[-1].correction.id) == (ends and ends.id)
        withdrawn = {each.alert_id for each in expected if each.correction and each.correction.is_withdrawn}
        assert {each.alert_id for each in expected} - withdrawn <= told.keys()


def undisturbed(said: list[ScoredAd | GroupSplit]) -> list[Alert]:
    """What comes of all that was said in one run."""
    outcomes = process(RULES, Directory())(said, MemoryTransaction())
    return [each for one in outcomes if isinstance(one, Emit) for _, each in one.outputs if isinstance(each, Alert)]


TestCorrecting = Correcting.TestCase
TestCorrecting.settings = how(max_examples=15, stateful_step_count=20, deadline=None)
