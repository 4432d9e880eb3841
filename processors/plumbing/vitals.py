"""How a running stage is: its report, its lag, whether a partition is stuck, whether it has been idle."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from processors.plumbing.batch import Received
from processors.plumbing.consume import Inbox
from processors.plumbing.metrics import BATCH_SECONDS, LAG, STUCK, Report
from processors.plumbing.watchdog import StuckError, Watchdog
from processors.settings import ProcessorSettings

_EVERY_S = 0.5

log = structlog.get_logger()


class Vitals:
    """Keeps the figures of one stage; `look` takes stock twice a second, between batches."""

    def __init__(self, stage: str, settings: ProcessorSettings, inbox: Inbox) -> None:
        now = time.time()
        self.report = Report(stage=stage, pid=os.getpid(), started_at=now, written_at=now)
        self._settings, self._inbox = settings, inbox
        self._watchdog = Watchdog[str](settings.failure.stuck_after_s)
        self._active = self._looked = time.monotonic()
        self.report.write(settings.home)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Time spent waiting for records."""
        begun = time.monotonic()
        yield
        self._watchdog.waited(time.monotonic() - begun)

    @contextmanager
    def working(self, batch: Sequence[Received]) -> Iterator[None]:
        """Time spent on records."""
        self._watchdog.delivered({self._inbox.label(record.topic, record.partition) for record in batch})
        self.report.lag = None  # not known again before the next look
        begun = time.monotonic()
        yield
        self._active = time.monotonic()
        self.report.last_record_at = time.time()
        self.report.busy_s += self._active - begun
        BATCH_SECONDS.labels(self.report.stage).observe(self._active - begun)

    def idle(self, seconds: float | None) -> bool:
        """No record for so long, and none left to read. Never, when `seconds` is None."""
        return seconds is not None and self.report.lag == 0 and time.monotonic() - self._active >= seconds

    def look(self) -> None:
        """Measure the lag and write the report; raises StuckError when a partition gives nothing for too long."""
        if time.monotonic() - self._looked < _EVERY_S:
            return
        self._looked = time.monotonic()
        self._inbox.adopt_new_partitions()
        self._measure()
        self.write()

    def write(self) -> None:
        self.report.written_at = time.time()
        self.report.write(self._settings.home)

    def _measure(self) -> None:
        progress = self._inbox.progress()
        if progress is None:
            self.report.lag = None
            return
        for partition, (position, end) in progress.items():
            LAG.labels(self.report.stage, partition).set(end - position)
        self.report.lag = sum(end - position for position, end in progress.values())
        stuck = self._watchdog.stuck(progress)
        STUCK.labels(self.report.stage).set(len(stuck))
        if stuck:
            raise StuckError(f"partitions {stuck} have records and give none")
