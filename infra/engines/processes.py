"""Processes that outlive the command that started them, found again by what their command line says.

A process id alone proves nothing: after a crash it may belong to somebody else. So every engine is started with an
argument that does nothing but name its installation, its mark.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from infra.errors import EngineError

TAIL_BYTES = 4000
TAIL_LINES = 6


def find(mark: str) -> list[psutil.Process]:
    """Living processes that have `mark` among their arguments."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if mark in (process.info["cmdline"] or ()) and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def stop(processes: Sequence[psutil.Process], patience_s: float = 30.0) -> None:
    """Ask `processes` to end, end them by force after `patience_s`, and wait until they are gone."""
    for process in processes:
        _signal(process, force=False)
    _, stubborn = psutil.wait_procs(processes, timeout=patience_s)
    for process in stubborn:
        _signal(process, force=True)
    _, left = psutil.wait_procs(stubborn, timeout=patience_s)
    if left:
        raise EngineError(f"process {left[0].pid} does not end; look at it with `ps` and end it by hand")


def _signal(process: psutil.Process, force: bool) -> None:
    try:
        process.kill() if force else process.terminate()
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise EngineError(f"process {process.pid} belongs to another user; stop it as {process.username()}") from error


def spawn(command: list[str], log: Path, environment: dict[str, str], **options: Any) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, all it prints appended to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,  # a Ctrl-C for the command is not meant for the engine
            umask=0o077,
            **options,
        )


def tail(log: Path) -> str:
    """The last lines of a log, for an error message."""
    if not log.exists():
        return "(no log)"
    text = log.read_bytes()[-TAIL_BYTES:].decode("utf-8", "replace")
    return "\n".join(text.strip().splitlines()[-TAIL_LINES:])
