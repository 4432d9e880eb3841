"""The loop, killed between any two of its steps while everything else goes wrong too: the books balance all the same.

Two stages in a row over a bus in memory, everything of `processors/stream.py` and the state store as they are. The
first writes into an index as the search engine takes documents, the second counts ads in its state and tells of each
ad once. What a person of luck would find in a day of kills, a model finds in seconds, with the shortest way there.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from processors.settings import FailureSettings, ProcessorSettings
from processors.stage import Emit, Outcome, Retry, Stage
from processors.state import Store, Transaction
from schemas.ad import RawAd
from schemas.codec import decode, encode
from schemas.events import DeadLetter
from schemas.topics import DEAD, ENRICHED, LINKED, RAW, Topic
from tests import factories
from tests.unit.processors.memory_bus import MemoryBus
from tests.unit.processors.mortal import Mortal

ADS = st.integers(0, 9)
STEPS = st.integers(1, 25)  # a batch has about ten
BATCH = 3
FIRST = factories.raw_ad().observed_at


class Loop(Mortal):
    """Records come, stages run, processes die; at the end everything is given the time to finish."""

    @initialize()
    def begin(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.folder = tempfile.TemporaryDirectory(prefix="adwatch-crashes-")
        self.settings = ProcessorSettings(
            home=Path(self.folder.name), failure=FailureSettings(backoff_s=1e-4, backoff_max_s=1e-4, dead_ratio=1.0)
        )
        self.bus, self.steps_left = MemoryBus(self.step), 0
        self.index: dict[str, int] = {}  # ad -> the version that is found
        self.newest: dict[str, int] = {}  # ad -> the newest version that was sent
        self.poison = 0
        self.busy = 0  # how many times the index is too busy yet
        self.editions = Counter[str]()
        self.patch_all()
        for ad in range(4):  # so that there is something to lose from the start
            self.an_ad_is_sent(ad, late=False)

    # what comes

    @rule(ad=ADS, late=st.booleans())
    def an_ad_is_sent(self, ad: int, late: bool) -> None:
        key = str(ad)
        self.editions[key] += not late
        version = max(self.editions[key], 1)
        sent = factories.raw_ad(ad_id=key, key=key, observed_at=FIRST + timedelta(seconds=version))
        self.newest[key] = max(self.newest.get(key, 0), version)
        self.bus.put(RAW.name, key.encode(), encode(sent))

    @rule(ad=ADS, topic=st.sampled_from([RAW, ENRICHED]))
    def poison_is_sent(self, ad: int, topic: Topic) -> None:
        self.poison += 1
        self.bus.put(topic.name, str(ad).encode(), b"poison %d" % self.poison)

    # what goes wrong

    @rule(trouble=st.sampled_from(["rebalance", "poll", "send", "acknowledge", "commit", "out of the group"]))
    def trouble_is_ahead(self, trouble: str) -> None:
        self.bus.troubles[trouble] += 1

    @rule(times=st.integers(1, 3))
    def the_index_is_busy(self, times: int) -> None:
        self.busy += times

    @rule(place=st.sampled_from([0, 1]), back=st.integers(0, 5))
    def offsets_jump(self, place: int, back: int) -> None:
        """Back, for every group; forward would be somebody's wish to skip records."""
        for group, at in list(self.bus.committed):
            if at.partition == place:
                self.bus.committed[group, at] = max(0, self.bus.committed[group, at] - back)

    # what runs

    @rule(steps=STEPS)
    def the_first_runs_until_it_is_killed(self, steps: int) -> None:
        self.run_until_killed("first", steps)

    @rule(steps=STEPS)
    def the_second_runs_until_it_is_killed(self, steps: int) -> None:
        self.run_until_killed("second", steps)

    @property
    def stages(self) -> dict[str, Stage]:
        return {
            "first": Stage("first", RAW, (ENRICHED,), lambda _: self.write_to_index, batch=BATCH),
            "second": Stage("second", ENRICHED, (LINKED,), lambda _: tell_once, state="second", batch=BATCH),
        }

    def write_to_index(self, ads: Sequence[RawAd]) -> list[Outcome]:
        """External versions: older ones change nothing, and count as written."""
        outcomes: list[Outcome] = []
        for ad in ads:
            if self.busy:
                self.busy -= 1
                outcomes.append(Retry("busy"))
                continue
            version = int((ad.observed_at - FIRST).total_seconds())
            self.index[ad.ad_id] = max(self.index.get(ad.ad_id, 0), version)
            outcomes.append(Emit(((ENRICHED, ad),)))
        return outcomes

    # what must hold

    @invariant()
    def kafka_is_never_told_more_than_the_state_holds(self) -> None:
        if not hasattr(self, "settings") or not (self.settings.state / "second").exists():
            return
        with Store(self.settings.state / "second") as store:
            kept = store.offsets()
        for (group, place), offset in self.bus.committed.items():
            if group.endswith(".second"):
                assert offset <= kept.get(place, 0)

    def teardown(self) -> None:
        if not hasattr(self, "bus"):
            return
        try:
            for which in ("first", "second"):
                self.run_stage(which)
            self.balances()
        finally:
            self.patch.undo()
            self.folder.cleanup()

    def balances(self) -> None:
        assert self.index == self.newest  # found, each in its newest version
        good = [
            record.key for record in self.bus.records(ENRICHED.name) if not (record.value or b"").startswith(b"poison")
        ]
        assert {(key or b"").decode() for key in good} == self.newest.keys()
        with Store(self.settings.state / "second") as store, store.begin() as state:
            counted = {key.decode(): int(value) for key, value in state.scan("seen")}
        assert counted == Counter((key or b"").decode() for key in good)  # no record was counted twice, or not at all
        told = {record.key for record in self.bus.records(LINKED.name)}
        assert told == {key.encode() for key in self.newest}
        letters = [decode(DeadLetter, record.value) for record in self.bus.records(DEAD.name)]
        assert {letter.payload for letter in letters} == {b"poison %d" % n for n in range(1, self.poison + 1)}
        assert len({letter.letter_id for letter in letters}) == self.poison  # a repeated letter has the same id


def tell_once(ads: Sequence[RawAd], state: Transaction) -> list[Outcome]:
    """Counts each ad, and tells of it the first time."""
    outcomes: list[Outcome] = []
    for ad in ads:
        times = int(state.get("seen", ad.ad_id.encode()) or b"0")
        state.put("seen", ad.ad_id.encode(), str(times + 1).encode())
        outcomes.append(Emit() if times else Emit(((LINKED, ad),)))
    return outcomes


TestLoop = Loop.TestCase
TestLoop.settings = how(max_examples=25, stateful_step_count=25, deadline=None)
