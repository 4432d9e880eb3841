"""How the engines are now."""

from dataclasses import dataclass
from pathlib import Path

import psutil

from infra.engines import elasticsearch, ports, processes, state
from infra.engines.kinds import kinds
from infra.engines.places import Places
from infra.engines.state import Engine


@dataclass(frozen=True, slots=True)
class Status:
    """One engine as it is now."""

    engine: Engine
    running: bool
    healthy: bool
    memory_mb: int


def status(home: Path) -> dict[str, Status]:
    """Every engine this installation has started before, as it is now."""
    where = Places(home)
    return {name: _status(name, where, engine) for name, engine in state.read(where.engines_file).items()}


def _status(name: str, where: Places, engine: Engine) -> Status:
    found = [process for process in processes.find(kinds()[name].mark(where)) if process.pid == engine.pid]
    memory = sum(_memory(process) for process in found)
    return Status(engine, bool(found), bool(found) and _healthy(name, engine), memory // 2**20)


def _memory(process: psutil.Process) -> int:
    """Resident bytes of a process and its children."""
    try:
        family = (process, *process.children(recursive=True))
        return sum(int(each.memory_info().rss) for each in family)
    except psutil.NoSuchProcess:
        return 0


def _healthy(name: str, engine: Engine) -> bool:
    if name == "kafka":
        return ports.answers(engine.port)
    answer = elasticsearch.health(engine.port)
    return answer is not None and answer["status"] in ("yellow", "green")
