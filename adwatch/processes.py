"""Child processes of one command: started together, ended together, none left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_S = 15.0  # the stages promise to drain within 10 seconds of SIGTERM


class Children:
    """Starts `adwatch` commands as children and ends them on leaving, in the opposite order."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self._environment = {**os.environ, **environment}
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `adwatch ARGUMENTS` with its output in `logs/NAME.log`."""
        with (self._logs / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                [*adwatch_command(), *arguments], env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._running[name] = child
        return child

    def call(self, *arguments: str, timeout_s: float = 120.0) -> "subprocess.CompletedProcess[str]":
        """Run `adwatch ARGUMENTS` to its end and return what it printed."""
        return subprocess.run(
            [*adwatch_command(), *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def ended(self) -> str:
        """The name of a child that is no longer there; empty while all are."""
        return next((name for name, child in self._running.items() if child.poll() is not None), "")

    def stop(self) -> None:
        """End every child that still runs: SIGTERM, then SIGKILL for what does not listen."""
        for child in reversed(self._running.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in reversed(self._running.values()):
            try:
                child.wait(STOP_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def adwatch_command() -> list[str]:
    """How to start this very installation's `adwatch`."""
    return [sys.executable, "-m", "adwatch.cli"]
