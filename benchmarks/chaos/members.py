"""Our own processes: all stages under their supervisor, and more members of the groups that come and go."""

import os
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import structlog

from adwatch.processes import adwatch_command
from processors.pipeline import STAGES
from processors.plumbing import metrics

SHARED = [name for name, stage in STAGES.items() if stage.state is None]  # stages of which several may run
PROMISE_S = 10.0  # from SIGTERM to the end
AGAIN_S = 2.0  # as a service manager does: whatever ends is started again

log = structlog.get_logger()


class Members:
    """`adwatch run all`, started again whenever it ends, and extra members, each with a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.RLock()
        self._all: subprocess.Popen[bytes] | None = None
        self._extra: list[subprocess.Popen[bytes]] = []
        self._wanted = threading.Event()
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="members", daemon=True)
        self.ended = Counter[int]()  # exit codes of `adwatch run all` that ended by itself
        self.started = self.late = 0  # members that came; those that took longer to end than they promise

    def start(self) -> None:
        """Start everything, and keep it running from now on."""
        with self._lock:
            self._all = self._run(self._home, "all")
        self._wanted.set()
        if not self._keeper.is_alive():
            self._keeper.start()

    def stop(self) -> None:
        """SIGTERM to everything, and wait for its end."""
        with self._lock:
            self._wanted.clear()
            for process in (*self._extra, *([self._all] if self._all else [])):
                self._end(process)
            self._all = None
            self._extra.clear()

    def close(self) -> None:
        """Nothing is started any more, and nothing is left."""
        self._over.set()
        self.stop()

    def pid_of(self, stage: str) -> int:
        """The process that runs a stage; 0 when none does."""
        report = metrics.read_report(self._home, stage)
        return report.pid if report and _is_ours(report.pid) else 0

    def signal(self, stage: str, number: signal.Signals) -> bool:
        """Whether there was a process of the stage to send it to."""
        pid = self.pid_of(stage)
        if pid:
            os.kill(pid, number)
        return bool(pid)

    def join(self, stage: str) -> None:
        """One member more for the group of a stage."""
        with self._lock:
            self.started += 1
            self._extra.append(self._run(self._home / f"member-{self.started}", stage))

    def all_leave(self) -> None:
        """Every extra member goes in good order."""
        while self.leave(killed=False):
            pass

    def leave(self, *, killed: bool) -> bool:
        """The oldest extra member goes, in good order or not; whether there was one."""
        with self._lock:
            if not self._extra:
                return False
            process = self._extra.pop(0)
            if killed:
                process.kill()
                process.wait()
            else:
                self._end(process)
            return True

    def _run(self, home: Path, *stages: str) -> "subprocess.Popen[bytes]":
        home.mkdir(parents=True, exist_ok=True)
        with (home / "stages.log").open("ab") as out:
            command = [*adwatch_command(), "run", *stages]
            environment = {**os.environ, "ADWATCH_HOME": str(home)}
            return subprocess.Popen(command, env=environment, stdout=out, stderr=out)

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        begun = time.monotonic()
        if process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(3 * PROMISE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        took_s = time.monotonic() - begun
        log.info("member_ended", seconds=round(took_s, 1), exit_code=process.returncode)
        self.late += took_s > PROMISE_S

    def _keep(self) -> None:
        while not self._over.wait(AGAIN_S):
            with self._lock:
                if self._wanted.is_set() and self._all and (code := self._all.poll()) is not None:
                    log.info("members_ended", exit_code=code)
                    self.ended[code] += 1
                    self._all = self._run(self._home, "all")


def _is_ours(pid: int) -> bool:
    """A process id alone may belong to somebody else by now."""
    try:
        return b"adwatch" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
