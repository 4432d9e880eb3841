"""A process over the bus in memory that runs stages and may die between any two of its steps."""

import threading

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from processors import stream
from processors.plumbing import clients
from processors.plumbing.probes import Probes
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import StoreTransaction
from tests.unit.processors.memory_bus import Crash, MemoryBus, MemoryConsumer, MemorySender


class Mortal(RuleBasedStateMachine):
    """Whoever begins gives it these."""

    patch: pytest.MonkeyPatch
    settings: ProcessorSettings
    bus: MemoryBus
    steps_left = 0

    @property
    def stages(self) -> dict[str, Stage]:
        """By name."""
        raise NotImplementedError

    def patch_all(self) -> None:
        """Have stages work on the bus in memory, and count what they do as steps."""
        commit = StoreTransaction.commit

        def watched(transaction: StoreTransaction, *offsets: object) -> None:
            self.step()
            commit(transaction, *offsets)  # type: ignore[arg-type]
            self.step()

        self.patch.setattr(StoreTransaction, "commit", watched)
        self.patch.setattr(clients, "consumer", lambda stage, each: MemoryConsumer(self.bus, stage, each, self.stop))
        self.patch.setattr(clients, "sender", lambda _: MemorySender(self.bus))
        self.patch.setattr("processors.stream.gc.collect", lambda: 0)
        self.patch.setattr("processors.stream.gc.freeze", lambda: None)

    def step(self) -> None:
        """One step of a process; the last one, if it is to die here."""
        self.steps_left -= 1
        if self.steps_left == 0:
            raise Crash

    def run_until_killed(self, which: str, steps: int) -> None:
        """Run a stage until it has nothing left, or for so many steps."""
        self.steps_left = steps
        try:
            self.run_stage(which)
        except Crash:
            return
        finally:
            self.steps_left = 0

    def run_stage(self, which: str) -> None:
        """Run a stage until it has nothing left."""
        self.stop = threading.Event()
        stream._run(self.stages[which], self.settings, Probes(self.settings, self.stop), self.stop, None)
