"""Starting, stopping and wiping the engines of one installation."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from infra.engines import keys, ports, processes, state
from infra.engines.fetch import Say, fetch
from infra.engines.files import require_room
from infra.engines.java import COMPILERS
from infra.engines.kinds import DEFAULT, SEARCH, Kind, kinds
from infra.engines.locks import locked
from infra.engines.places import Places
from infra.engines.state import Engine, State
from infra.engines.status import Status, status
from infra.errors import EngineError, disk_error

__all__ = ["Status", "down", "status", "up", "wipe"]

ROOM_MB = 1000  # programs unpacked and some data


def up(
    home: Path,
    cache: Path,
    say: Say,
    wanted: dict[str, int] | None = None,
    search: str | None = None,
    jit: str = "quick",
) -> State:
    """Start what does not run yet, both at once, and return where the engines are.

    Programs that are not in `cache` yet are fetched. `wanted` holds ports asked for by name ("kafka", "search"); others
    stay what they were, or are picked. `search` is "elasticsearch" or "opensearch"; None: what it was before. `jit`:
    the compilers of Java that a search engine that is started uses, "quick" or "thorough". Raises EngineError when an
    engine cannot be started; one that this call started is stopped again then.
    """
    where = Places(home)
    with _installation(where):
        require_room(home, ROOM_MB)
        keys.create_missing(where.secrets)
        known = state.read(where.engines_file)
        running = {name: engine for name, engine in known.items() if _runs(name, where, engine)}
        ours = kinds(search or _search_kind(known))
        _same_search(running, ours)
        for name in ours.keys() - running.keys():
            processes.stop(processes.find(ours[name].mark(where)))  # half started by a command that was killed
        chosen = {name: port for name in ours if (port := _port(name, ours, known, running, wanted or {})) is not None}
        started = _start_all(chosen, ours, where, cache, say, jit)
        now = {name: running.get(name) or started[name] for name in ours}
        state.save(where.engines_file, now)
    return now


@contextmanager
def _installation(where: Places) -> Iterator[None]:
    """The installation's folder, made when missing and ours alone for the time being; disk errors become clear."""
    try:
        where.home.mkdir(parents=True, exist_ok=True)
        with locked(where.home / "lock"):
            yield
    except OSError as error:
        raise disk_error(error, f"working in {where.home}") from error


def _search_kind(known: State) -> str:
    """Which search engine this installation has had so far."""
    kind = known["search"].kind if "search" in known else DEFAULT
    return kind if kind in SEARCH else DEFAULT


def _same_search(running: State, ours: dict[str, Kind]) -> None:
    """Raise EngineError when the other search engine runs."""
    if "search" in running and _search_kind(running) != ours["search"].program:
        other = kinds(_search_kind(running))["search"].title
        raise EngineError(f"{other} runs at {running['search'].address}; stop it first: adwatch engines down")


def _runs(name: str, where: Places, engine: Engine) -> bool:
    """Is the process we noted alive, ours, and listening?"""
    pids = [process.pid for process in processes.find(kinds()[name].mark(where))]
    return engine.pid in pids and ports.answers(engine.port)


def _port(name: str, ours: dict[str, Kind], known: State, running: State, wanted: dict[str, int]) -> int | None:
    """Where to start it; None when it runs already."""
    if name in running:
        if wanted.get(name, running[name].port) != running[name].port:
            raise EngineError(
                f"{ours[name].title} runs at {running[name].address}; stop it first: adwatch engines down"
            )
        return None
    if name in wanted:
        return ports.claim(wanted[name], ours[name].option)
    if name in known and ports.free(known[name].port):
        return known[name].port
    return ports.pick({engine.port for engine in known.values()})


def _start_all(chosen: dict[str, int], ours: dict[str, Kind], where: Places, cache: Path, say: Say, jit: str) -> State:
    if not chosen:
        return {}
    with ThreadPoolExecutor(len(chosen)) as pool:
        jobs = {
            name: pool.submit(_start, name, ours[name], where, port, cache, say, jit) for name, port in chosen.items()
        }
        failed = next((error for job in as_completed(jobs.values()) if (error := job.exception())), None)
        if failed is not None:
            _abandon(jobs, where)
            raise failed
    return {name: job.result() for name, job in jobs.items()}


def _abandon(jobs: dict[str, Future[Engine]], where: Places) -> None:
    """One did not start: stop the others, also those that are still on their way."""
    waiting = set(jobs.values())
    while waiting:
        for name in jobs:
            processes.stop(processes.find(kinds()[name].mark(where)))
        waiting = wait(waiting, timeout=0.5).not_done


def _start(name: str, kind: Kind, where: Places, port: int, cache: Path, say: Say, jit: str) -> Engine:
    begun = time.monotonic()
    runtime = replace(kind.java(), compiler=COMPILERS[jit])
    programs = fetch(kind.program, cache, say)
    pid = kind.start(runtime, programs, where, port)
    which = kind.program if name == "search" else ""
    engine = Engine(f"{kind.scheme}127.0.0.1:{port}", pid, str(kind.log(where)), str(kind.data(where)), which)
    say(f"{kind.title} at {engine.address} (process {pid}) after {time.monotonic() - begun:.1f} s")
    return engine


def down(home: Path, say: Say) -> None:
    """Stop both engines; the data and the addresses stay. Does nothing when none runs."""
    where = Places(home)
    if not home.exists():
        return
    with _installation(where):
        _stop_all(where, say)


def _stop_all(where: Places, say: Say) -> None:
    known = state.read(where.engines_file)
    for kind in kinds(_search_kind(known)).values():
        found = processes.find(kind.mark(where))
        processes.stop(found)
        if found:
            say(f"{kind.title} stopped")
    if known:
        stopped = {name: replace(each, pid=None) for name, each in known.items()}
        state.save(where.engines_file, stopped)


def wipe(home: Path, say: Say) -> None:
    """Stop both engines and delete their data and the stages' state. Keys and settings stay."""
    where = Places(home)
    if not home.exists():
        return
    with _installation(where):
        _stop_all(where, say)
        for folder in (where.kafka, where.search, where.state):
            if folder.exists():
                shutil.rmtree(folder)
        where.engines_file.unlink(missing_ok=True)
