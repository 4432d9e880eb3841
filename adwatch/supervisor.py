"""Several stages, one process each or more: started together, restarted when that helps, ended together."""

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait

import structlog

from adwatch.stage_member import STOP_S, Member
from adwatch.stage_process import ENDING
from processors.plumbing.metrics import forget_reports, read_reports
from processors.plumbing.watchdog import StuckError
from processors.settings import ProcessorSettings
from processors.stage import Stage

_LOOK_S = 0.5
_FRESH_S = 10.0  # a stage that is idle writes its report every second

log = structlog.get_logger()


class Supervisor:
    """Runs stages until it is told to end; see `run`."""

    def __init__(
        self, stages: Sequence[Stage], settings: ProcessorSettings, processes: Mapping[str, int] | None = None
    ) -> None:
        self._home = settings.home
        self._processes = {stage.name: (processes or {}).get(stage.name, 1) for stage in stages}
        more = [(stage, number) for stage in stages for number in range(2, self._processes[stage.name] + 1)]
        every = [*((stage, 1) for stage in stages), *more]
        self._members = [Member(stage, _own(settings, number, index)) for index, (stage, number) in enumerate(every)]
        self._ending = False

    def run(self, until_idle: float | None = None) -> int:
        """Run all stages until SIGTERM, Ctrl-C or, with `until_idle`, until all have been idle for so many seconds.

        A stage that is killed, hangs, ends untold or asks for a new start (75) is started again, ever more slowly. When
        one fails in any other way, all are ended and its code is returned. No process is left.
        """
        for stage, count in self._processes.items():
            forget_reports(self._home, stage, above=count)
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
                member.end_if_hanging(time.monotonic())
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
        reports = {each.pid: each for stage in self._processes for each in read_reports(self._home, stage)}
        for member in self._members:
            report = reports.get(member.process.pid or 0) if member.process else None
            if report is None:
                return False
            if report.lag != 0 or report.owes:  # lag may be unknown
                return False
            if now - report.written_at > _FRESH_S:  # who is stopped says nothing of what came since
                return False
            if now - (report.last_record_at or report.started_at) < max(seconds, 2 * _LOOK_S + 1.0):
                return False
        return True

    def _end_all(self) -> None:
        running = [member.process for member in self._members if member.process and member.process.is_alive()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_S
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                log.error("stage_killed", stage=process.name, after_s=STOP_S)
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


def _ended(member: Member) -> int | None:
    """The exit code of a process that has ended; negative when it was killed."""
    return member.process.exitcode if member.process else None


def _judged(member: Member, code: int) -> int:
    """What to do about a stage that ended untold: 0 to go on, a code to end everything with."""
    if code in (0, StuckError.exit_code) or code < 0:
        wait_s = member.restart_later()
        log.warning("stage_restarts", stage=member.stage.name, exit_code=code, after_s=wait_s)
        return 0
    log.error("stage_failed", stage=member.stage.name, exit_code=code)
    return code


def _own(settings: ProcessorSettings, number: int, index: int) -> ProcessorSettings:
    """Every process needs a report and a metrics port of its own: ports are numbered from the one that is set."""
    port = None if settings.metrics_port is None else settings.metrics_port + index
    return settings.model_copy(update={"member": number, "metrics_port": port})
