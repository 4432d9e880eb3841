"""What the processes of an installation cost: processor time and memory, by name."""

import os
from pathlib import Path

import psutil

from infra.engines import control
from processors.pipeline import STAGES
from processors.plumbing import metrics

ENGINES = {"kafka": "kafka", "search": "elasticsearch"}  # as they are called in the result
OURSELVES = "benchmark"  # it publishes, looks and receives


class Processes:
    """The processes that run now; `spent` is counted from here on.

    Stages that share a process are named together; what else the supervisor started is named by its number.
    """

    def __init__(self, home: Path) -> None:
        self._processes = {**_stages(home), **_engines(home), OURSELVES: psutil.Process()}
        self._before = {name: cpu(process) for name, process in self._processes.items()}

    def spent(self) -> dict[str, float]:
        """Seconds of processor time since the beginning. Raises RuntimeError when a process has ended meanwhile."""
        gone = [name for name, process in self._processes.items() if not process.is_running()]
        if gone:
            raise RuntimeError(f"ended during the measurement: {', '.join(gone)}")
        return {name: cpu(process) - self._before[name] for name, process in self._processes.items()}

    def memory_mb(self) -> dict[str, int]:
        """Resident memory. Pages that forked processes share are counted for each."""
        return {name: process.memory_info().rss // 2**20 for name, process in self._processes.items()}


def split(spent: dict[str, float]) -> dict[str, float]:
    """The same seconds as four sums: ours, the broker's, the search engine's and the benchmark's own."""
    apart = {name: spent[name] for name in (*ENGINES.values(), OURSELVES)}
    return {"ours": sum(spent.values()) - sum(apart.values()), **apart}


def load() -> float:
    """How many processes wanted to run in the last minute: more than there are cores, and figures are worse."""
    return round(os.getloadavg()[0], 1)


def _stages(home: Path) -> dict[str, psutil.Process]:
    names: dict[int, list[str]] = {}
    for stage in STAGES:
        for report in metrics.read_reports(home, stage):
            if psutil.pid_exists(report.pid):
                name = stage if report.member == 1 else f"{stage} {report.member}"
                names.setdefault(report.pid, []).append(name)
    found = {"+".join(stages): psutil.Process(pid) for pid, stages in names.items()}
    supervisor = next((process.parent() for process in found.values()), None)
    if supervisor is None or supervisor.pid == os.getpid():
        return found
    others = {f"process {each.pid}": each for each in supervisor.children() if each.pid not in names}
    return {**found, **others, "supervisor": supervisor}


def _engines(home: Path) -> dict[str, psutil.Process]:
    return {ENGINES[name]: psutil.Process(each.engine.pid) for name, each in control.status(home).items()}


def cpu(process: psutil.Process) -> float:
    """Seconds of processor time it has taken so far."""
    times = process.cpu_times()
    return float(times.user + times.system)
