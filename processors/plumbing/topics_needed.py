"""The topics that a stage needs, which may just be being made when it starts."""

import threading
import time
from collections.abc import Callable, Collection

from processors.errors import StageStoppedError
from processors.plumbing.patience import StoppedError

_MOST_S = 15.0  # how long a topic may be missing before that counts as an error


def await_topics(needed: Collection[str], existing: Callable[[], set[str]], stop: threading.Event) -> None:
    """Wait a moment for topics that are not there yet.

    Raises StageStoppedError when one stays missing, StoppedError when `stop` is set meanwhile.
    """
    deadline = time.monotonic() + _MOST_S
    while missing := set(needed) - existing():
        if time.monotonic() > deadline:
            raise StageStoppedError(f"no such topic: {', '.join(sorted(missing))}", "run: adwatch topics apply")
        if stop.wait(0.5):
            raise StoppedError("waiting for topics")
