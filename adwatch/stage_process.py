"""One stage in a process of its own: ends in good order on SIGTERM and Ctrl-C, and when its parent is gone."""

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import MutableSequence

import structlog

from processors import logs
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.stream import run_stage

ENDING = frozenset({signal.SIGTERM, signal.SIGINT})
MOST_S = 9.0  # from being told to end to the end: a stage promises ten seconds
YOUNG = 20_000  # objects between two collections; default 700: a batch makes thousands, and hardly any cycle
_PR_SET_PDEATHSIG = 1


def run(
    stage: Stage,
    settings: ProcessorSettings,
    until_idle: float | None = None,
    moments: MutableSequence[float] | None = None,
) -> int:
    """Run `stage` in this process; its exit code. An error that nobody foresaw is one line in the log, and 1."""
    logs.configure()
    gc.set_threshold(YOUNG)
    try:
        return run_stage(stage, settings, _stop_on_signal(), until_idle, moments)
    except Exception as error:
        structlog.get_logger().error("stage_crashed", stage=stage.name, error=logs.described(error))
        return 1


def run_as_child(stage: Stage, settings: ProcessorSettings, parent: int, moments: MutableSequence[float]) -> None:
    """The same for a process that `parent` forked, which sees by the `moments` whether it is alive."""
    _end_with(parent)
    sys.exit(run(stage, settings, moments=moments))


def _stop_on_signal() -> threading.Event:
    """Set when we are told to end. A thread takes the signals, since a handler that interrupts `stop.wait` may hang.

    Who is still loading, or has one record that takes for ever, is ended in the middle: what is not committed is done
    again by the next process, as after any crash.
    """
    stop = threading.Event()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def wait() -> None:
        signal.sigwait(ENDING)
        stop.set()
        time.sleep(MOST_S)
        structlog.get_logger().warning("ended_in_mid_work", after_s=MOST_S)
        sys.stdout.flush()
        os._exit(0)

    threading.Thread(target=wait, daemon=True, name="signals").start()
    return stop


def _end_with(parent: int) -> None:
    """Have Linux send us SIGTERM when the parent ends, however that happens; elsewhere the parent has to do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before we could ask
            os.kill(os.getpid(), signal.SIGTERM)
