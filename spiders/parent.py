"""Lets a command end with the process that started it, however that one ends."""

import os
import signal
import threading
import time

LOOK_EVERY_S = 1.0
GRACE_S = 60.0  # to stop cleanly and deliver what was found


def end_with_parent() -> None:
    """Watch the parent from a thread; when it is gone, stop cleanly, and after a grace period at once.

    A watch of our own, because Linux' PR_SET_PDEATHSIG fires when the *thread* that started us ends, and other systems
    have nothing of the kind.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os.kill(os.getpid(), signal.SIGKILL)
