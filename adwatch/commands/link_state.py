"""`adwatch link copy | rebuild`: the state of linking, copied while it is in use, and built anew."""

import os
import shutil
import sys
import threading
import time
from pathlib import Path

import lmdb
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adwatch import settings
from adwatch.errors import KnownError
from processors.errors import StageStoppedError
from processors.pipeline import STAGES
from processors.plumbing.metrics import read_report
from processors.plumbing.store_guard import own
from processors.settings import ProcessorSettings
from processors.state import MAP_SIZE, MAX_TABLES
from processors.stream import run_stage

IDLE_S = 3.0  # without a record, and the state is where the bus is
_LOOK_S = 0.25
_DATA = "data.mdb"


def copy(to: Path, every_s: float | None) -> int:
    """Copy the state, with the input offsets that belong to it, into a folder; again and again with `every_s`.

    The stage may run meanwhile. A copy appears whole or not at all. Raises KnownError when there is nothing to copy.
    """
    source = settings.load().state / "link"
    while True:
        copy_once(source, to)
        print(f"{to}: {(to / _DATA).stat().st_size / 2**20:,.1f} MB", flush=True)
        if every_s is None:
            return 0
        time.sleep(every_s)


def copy_once(source: Path, to: Path) -> None:
    """One copy, on the disk when this returns."""
    if not (source / _DATA).exists():
        raise KnownError(f"no state at {source}: the stage link has not run here")
    half = to / "half"
    half.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with lmdb.open(str(source), readonly=True, map_size=MAP_SIZE, max_dbs=MAX_TABLES) as environment:
            environment.copy(str(half), compact=True)
    except lmdb.Error as error:
        raise KnownError(f"the state cannot be copied: {error}") from error
    (half / _DATA).chmod(0o600)  # the folder it goes to may be open to others
    with (half / _DATA).open("rb") as written:
        os.fsync(written.fileno())
    (half / _DATA).replace(to / _DATA)
    shutil.rmtree(half)


def rebuild(start: Path | None) -> int:
    """Throw the state away and read the topics anew, from a copy on if there is one; then end.

    What was there before lies beside it until this has come to its end. Raises KnownError while the stage runs.
    """
    loaded = settings.load()
    folder = loaded.state / "link"
    if start is not None and not (start / _DATA).exists():
        raise KnownError(f"{start} holds no copy of a state")
    before = _set_aside(folder)
    if start is not None:
        folder.mkdir(mode=0o700)
        shutil.copyfile(start / _DATA, folder / _DATA)
    code = _read_all(loaded)
    if code:
        raise KnownError(f"not finished; what was there before is in {before}", exit_code=code)
    shutil.rmtree(before, ignore_errors=True)
    return 0


def _set_aside(folder: Path) -> Path:
    before = folder.with_name("link.before")
    if before.exists():
        raise KnownError(
            f"{before} is there: a rebuild did not end. It holds all that was linked: put it back in the "
            f"place of {folder}, or remove it; then rebuild"
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        lock = own(folder)
    except StageStoppedError as error:
        raise KnownError(str(error)) from None
    folder.rename(before)
    os.close(lock)
    return before


def _read_all(loaded: ProcessorSettings) -> int:
    """Run the stage until it has read everything, and show how far it is; its exit code. Ctrl-C ends it in order."""
    stop, codes = threading.Event(), list[int]()
    begun = time.time()
    stage = threading.Thread(target=lambda: codes.append(run_stage(STAGES["link"], loaded, stop, IDLE_S)))
    stage.start()
    columns = (TextColumn("records read"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        bar = progress.add_task("", total=None)
        try:
            while stage.is_alive():
                report = read_report(loaded.home, "link")
                if report is not None and report.started_at >= begun and report.lag is not None:
                    progress.update(bar, completed=report.records_in, total=report.records_in + report.lag)
                stage.join(_LOOK_S)
        except KeyboardInterrupt:
            stop.set()
            stage.join()
            return 130
    return codes[0] if codes else 1
