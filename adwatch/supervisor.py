"""Several stages, one process each: started together, restarted when that helps, ended together."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

import structlog

from adwatch.stage_process import ENDING, run_as_child
from processors.plumbing.metrics import read_report
from processors.plumbing.watchdog import StuckError
from processors.settings import ProcessorSettings
from processors.stage import Stage

_LOOK_S = 0.5
_STOP_S = 15.0  # a stage promises to end within 10
_LONG_S = 60.0  # who has run for so long starts again at once
_MOST_WAIT_S = 30.0

# A forked child has everything imported already; elsewhere forking is not safe.
_CONTEXT = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")

log = structlog.get_logger()


@dataclass
class _Member:
    """One stage and the process that runs it now."""

    stage: Stage
    settings: ProcessorSettings
    process: BaseProcess | None = None
    started: float = 0.0
    due: float = 0.0  # not to be started before
    failures: int = field(default=0)

    def start(self) -> None:
        """The child opens its own files and connections: this process has none."""
        process = _CONTEXT.Process(
            target=run_as_child, args=(self.stage, self.settings, os.getpid()), name=self.stage.name
        )
        with _no_signals():  # until the child has its own way of taking them
            process.start()
        self.process, self.started = process, time.monotonic()

    def restart_later(self) -> float:
        """Note a failure; after how many seconds to start again."""
        lived_s = time.monotonic() - self.started
        self.failures = 0 if lived_s > _LONG_S else self.failures + 1
        wait_s = min(2.0 ** (self.failures - 1), _MOST_WAIT_S) if self.failures else 0.0
        self.process, self.due = None, time.monotonic() + wait_s
        return wait_s


class Supervisor:
    """Runs stages until it is told to end; see `run`."""

    def __init__(self, stages: Sequence[Stage], settings: ProcessorSettings) -> None:
        self._home = settings.home
        self._members = [_Member(stage, _own_port(settings, index)) for index, stage in enumerate(stages)]
        self._ending = False

    def run(self, until_idle: float | None = None) -> int:
        """Run all stages until SIGTERM, Ctrl-C or, with `until_idle`, until all have been idle for so many seconds.

        A stage that is killed, ends untold or asks for a new start (75) is started again, ever more slowly. When one
        fails in any other way, all are ended and its code is returned. No process is left.
        """
        with self._told_to_end():
            try:
                return self._watch(until_idle)
            finally:
                self._end_all()

    def _watch(self, until_idle: float | None) -> int:
        while not self._ending:
            self._start_due()
            wait([member.process.sentinel for member in self._members if member.process], timeout=_LOOK_S)
            for member in self._members:
                code = _ended(member)
                if code is not None and not self._ending and (code := _judged(member, code)):
                    return code
            if until_idle is not None and self._all_idle(until_idle):
                break
        return 0

    def _start_due(self) -> None:
        for member in self._members:
            if member.process is None and time.monotonic() >= member.due:
                member.start()

    def _all_idle(self, seconds: float) -> bool:
        """By their reports: nothing before any of them, nothing owed, and nothing done by any for so long."""
        now = time.time()
        for member in self._members:
            report = read_report(self._home, member.stage.name)
            if report is None or member.process is None or report.pid != member.process.pid:
                return False
            if report.lag != 0 or report.owes:  # lag may be unknown
                return False
            if now - (report.last_record_at or report.started_at) < max(seconds, 2 * _LOOK_S + 1.0):
                return False
        return True

    def _end_all(self) -> None:
        running = [member.process for member in self._members if member.process and member.process.is_alive()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _STOP_S
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                log.error("stage_killed", stage=process.name, after_s=_STOP_S)
                process.kill()
                process.join()

    @contextmanager
    def _told_to_end(self) -> Iterator[None]:
        def end(_number: int, _frame: object) -> None:
            self._ending = True

        before: dict[signal.Signals, Callable[..., object] | int | None] = {
            each: signal.signal(each, end) for each in ENDING
        }
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _ended(member: _Member) -> int | None:
    """The exit code of a process that has ended; negative when it was killed."""
    return member.process.exitcode if member.process else None


def _judged(member: _Member, code: int) -> int:
    """What to do about a stage that ended untold: 0 to go on, a code to end everything with."""
    if code in (0, StuckError.exit_code) or code < 0:
        wait_s = member.restart_later()
        log.warning("stage_restarts", stage=member.stage.name, exit_code=code, after_s=wait_s)
        return 0
    log.error("stage_failed", stage=member.stage.name, exit_code=code)
    return code


def _own_port(settings: ProcessorSettings, index: int) -> ProcessorSettings:
    """Every process needs a metrics port of its own: they are numbered from the one that is set."""
    if settings.metrics_port is None:
        return settings
    return settings.model_copy(update={"metrics_port": settings.metrics_port + index})


@contextmanager
def _no_signals() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
