"""An ad is erased while stages run and are killed between any two of their steps: nothing of it is left in the end.

Two stages over the bus in memory. The first keeps each ad in its state until a tick tells of it, as `link` does with
older ads; the second files what it is told, as `index` does. The order to erase an ad comes at any step of them: also
between what a tick puts out and its commit, with the process killed there or not. What the command does afterwards,
that is to clean the state and what is filed, comes when it likes.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from processors import added_lines, erased
from processors.settings import FailureSettings, ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from processors.state import Store, Transaction
from schemas.ad import RawAd
from schemas.codec import decode, encode
from schemas.forget import Order
from schemas.topics import ENRICHED, RAW
from tests import factories
from tests.unit.processors.memory_bus import MemoryBus
from tests.unit.processors.mortal import Mortal

ADS = st.integers(0, 4)
STEPS = st.integers(1, 25)
WAITING = "waiting"  # table: ad -> the ad, until a tick tells of it


class Erasing(Mortal):
    """Ads come, stages run, processes die, ads are erased."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.folder = tempfile.TemporaryDirectory(prefix="adwatch-erasures-")
        self.home = Path(self.folder.name)
        self.settings = ProcessorSettings(
            home=self.home, failure=FailureSettings(backoff_s=1e-4, backoff_max_s=1e-4, dead_ratio=1.0)
        )
        self.bus = MemoryBus(self.step)
        self.steps_left = self.until_order = 0
        self.to_erase = ""
        self.sent, self.ordered, self.filed = set[str](), set[str](), set[str]()
        self.patch_all()
        for ad in range(3):
            self.an_ad_is_sent(ad)

    def step(self) -> None:
        """One step of a process: the order may come here, and it may be the last."""
        self.until_order -= 1
        if self.until_order == 0:
            self.order()
        super().step()

    @rule(ad=ADS)
    def an_ad_is_sent(self, ad: int) -> None:
        self.sent.add(str(ad))
        self.bus.put(RAW.name, str(ad).encode(), encode(factories.raw_ad(ad_id=str(ad), key=str(ad))))

    @rule(ad=ADS, steps=STEPS)
    def an_ad_is_to_be_erased(self, ad: int, steps: int) -> None:
        self.to_erase, self.until_order = str(ad), steps

    @rule(ad=ADS)
    def an_ad_is_erased_while_nothing_runs(self, ad: int) -> None:
        self.to_erase = str(ad)
        self.order()

    def order(self) -> None:
        added_lines.add(self.home / erased.FILE, [Order(ad_id=self.to_erase, at=factories.NOON, for_good=True)])
        self.ordered.add(self.to_erase)

    @rule()
    def the_command_cleans_up(self) -> None:
        """No stage runs. Only what was ordered is cleaned, and what is written later must not need it."""
        with Store(self.settings.state / "tell") as store, store.begin() as transaction:
            erased.follow(self.home, transaction, forget)
            transaction.commit({})
        self.filed -= self.ordered

    @rule(which=st.sampled_from(["tell", "file"]), steps=STEPS)
    def a_stage_runs_until_it_is_killed(self, which: str, steps: int) -> None:
        self.run_until_killed(which, steps)

    @property
    def stages(self) -> dict[str, Stage]:
        telling = erased.forgetting(erased.without_erased(keep_and_tell, self.home), self.home, forget)
        filing = erased.without_erased(self.file, self.home)
        return {
            "tell": Stage("tell", RAW, (ENRICHED,), lambda _: telling, state="tell", batch=3, tick_s=1e-9),
            "file": Stage("file", ENRICHED, (), lambda _: filing, batch=3),
        }

    def file(self, ads: Sequence[RawAd]) -> list[Outcome]:
        self.step()
        self.filed |= {ad.ad_id for ad in ads}
        self.step()
        return [Emit()] * len(ads)

    def teardown(self) -> None:
        if not hasattr(self, "bus"):
            return
        try:
            self.until_order = 0
            self.the_command_cleans_up()
            for which in ("tell", "file"):
                self.run_stage(which)
            self.nothing_erased_is_left()
        finally:
            self.patch.undo()
            self.folder.cleanup()

    def nothing_erased_is_left(self) -> None:
        assert self.filed == self.sent - self.ordered
        with Store(self.settings.state / "tell") as store, store.begin() as state:
            assert [key.decode() for key, _ in state.scan(WAITING)] == []


def keep_and_tell(ads: Sequence[RawAd], state: Transaction) -> list[Outcome]:
    """Ads wait in the state; an empty batch tells of all that wait."""
    if ads:
        for ad in ads:
            state.put(WAITING, ad.ad_id.encode(), encode(ad))
        return [Emit()] * len(ads)
    waiting = list(state.scan(WAITING))
    for key, _ in waiting:
        state.delete(WAITING, key)
    return [Emit(tuple((ENRICHED, decode(RawAd, value)) for _, value in waiting))]


def forget(ads: object, state: Transaction) -> int:
    gone = [key for key, _ in state.scan(WAITING) if key.decode() in ads]  # type: ignore[operator]
    for key in gone:
        state.delete(WAITING, key)
    return len(gone)


TestErasing = Erasing.TestCase
TestErasing.settings = how(max_examples=25, stateful_step_count=15, deadline=None)
