"""One stage of several and the process that runs it now: started, watched, started again."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

import structlog

from adwatch.stage_process import ENDING, run_as_child
from processors.plumbing.probes import MOMENTS, Probes
from processors.settings import ProcessorSettings
from processors.stage import Stage

STOP_S = 15.0  # a stage promises to end within 10
_SURE_S = 5.0  # who was stopped together with us gets so long to come around
_LONG_S = 60.0  # who has run for so long starts again at once
_MOST_WAIT_S = 30.0

# A forked child has everything imported already; elsewhere forking is not safe.
_CONTEXT = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")

log = structlog.get_logger()


@dataclass
class Member:
    """One stage and the process that runs it now."""

    stage: Stage
    settings: ProcessorSettings
    process: BaseProcess | None = None
    probes: Probes | None = None  # what the process answers on /live
    started: float = 0.0
    due: float = 0.0  # not to be started before
    failures: int = 0
    hanging: float | None = None  # since when it is seen not to be alive
    told_to_end: bool = False

    def start(self) -> None:
        """The child opens its own files and connections: this process has none."""
        moments = _CONTEXT.RawArray("d", MOMENTS)
        process = _CONTEXT.Process(
            target=run_as_child, args=(self.stage, self.settings, os.getpid(), moments), name=self.stage.name
        )
        with _no_signals():  # until the child has its own way of taking them
            process.start()
        self.process, self.started = process, time.monotonic()
        self.probes = Probes(self.settings, threading.Event(), moments)
        self.hanging, self.told_to_end = None, False

    def end_if_hanging(self, now: float) -> None:
        """Have a process that is not alive end: it is told to, and killed when it does not listen."""
        why = self.probes.why_not_live(now) if self.process and self.probes else ""
        if self.process is None or not why:
            self.hanging = None
            return
        self.hanging = now if self.hanging is None else self.hanging
        if not self.told_to_end and now - self.hanging >= _SURE_S:
            log.error("stage_hangs", stage=self.stage.name, why=why)
            self.process.terminate()
            self.told_to_end = True
        elif self.told_to_end and now - self.hanging >= _SURE_S + STOP_S:
            self.process.kill()

    def restart_later(self) -> float:
        """Note a failure; after how many seconds to start again."""
        lived_s = time.monotonic() - self.started
        self.failures = 0 if lived_s > _LONG_S else self.failures + 1
        wait_s = min(2.0 ** (self.failures - 1), _MOST_WAIT_S) if self.failures else 0.0
        self.process, self.due = None, time.monotonic() + wait_s
        return wait_s


@contextmanager
def _no_signals() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
