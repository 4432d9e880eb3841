"""How a running stage is: its report, its lag, whether a partition is stuck, whether it has been idle."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog

from processors.plumbing.batch import Received, first_times
from processors.plumbing.consume import Inbox
from processors.plumbing.metrics import BATCH_SECONDS, LAG, OLDEST, STUCK, Report
from processors.plumbing.probes import Probes
from processors.plumbing.waiting import Waiting
from processors.plumbing.watchdog import StuckError, Watchdog
from processors.settings import ProcessorSettings

_EVERY_S, _IDLE_S = 0.5, 1.0  # seconds between two looks: at work or not looked at since, and when all is known

log = structlog.get_logger()


class Vitals:
    """Keeps the figures of one stage; `look` takes stock once or twice a second, between batches."""

    def __init__(self, stage: str, settings: ProcessorSettings, inbox: Inbox, probes: Probes) -> None:
        now = time.time()
        self.report = Report(stage=stage, pid=os.getpid(), member=settings.member, started_at=now, written_at=now)
        self._settings, self._inbox, self._probes = settings, inbox, probes
        self._watchdog = Watchdog[str](settings.failure.stuck_after_s)
        self._waiting, self._partitions = Waiting(), set[str]()
        OLDEST.labels(stage).set_function(lambda: self._waiting.age_s(time.time()))
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
        since = {self._inbox.label(*place): at for place, at in first_times(batch).items()}
        self._watchdog.delivered(since)
        self._waiting.taken(since)
        self.report.lag = None  # not known again before the next look
        begun = time.monotonic()
        yield
        self.stirred()
        self.report.busy_s += self._active - begun
        BATCH_SECONDS.labels(self.report.stage).observe(self._active - begun)

    def stirred(self) -> None:
        """Something was read or put out."""
        self._active = time.monotonic()
        self.report.last_record_at = time.time()

    def idle(self, seconds: float | None) -> bool:
        """Nothing read or put out for so long, none left to read and nothing owed. Never, when `seconds` is None."""
        nothing_left = self.report.lag == 0 and not self.report.owes
        return seconds is not None and nothing_left and time.monotonic() - self._active >= seconds

    def look(self) -> None:
        """Measure the lag and write the report; raises StuckError when a partition gives nothing for too long."""
        self._probes.turned(time.monotonic(), joined=self._inbox.ready)
        if time.monotonic() - self._looked < (_EVERY_S if self.report.lag is None else _IDLE_S):
            return
        self._looked = time.monotonic()
        self._inbox.adopt_new_partitions()
        self._measure()
        self.write()

    def write(self) -> None:
        self.report.written_at = time.time()
        self.report.oldest_s = self._waiting.age_s(self.report.written_at)
        self.report.write(self._settings.home)

    def _measure(self) -> None:
        progress = self._inbox.progress()
        if progress is None:
            self.report.lag = None
            return
        for gone in self._partitions - progress.keys():  # others have them now, and count them
            LAG.remove(self.report.stage, gone)
        self._partitions = set(progress)
        self._waiting.looked(progress, time.time())
        for partition, (position, end) in progress.items():
            LAG.labels(self.report.stage, partition).set(end - position)
        self.report.lag = sum(end - position for position, end in progress.values())
        stuck = self._watchdog.stuck(progress)
        STUCK.labels(self.report.stage).set(len(stuck))
        if stuck:
            raise StuckError(f"partitions {stuck} have records and give none")
