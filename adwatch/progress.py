"""Progress for people: a spinner on a terminal, plain lines otherwise."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


class Steps:
    """Names each step while it runs and says how long it took."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show `what` while the block runs, then a line with its duration; nothing more when it fails."""
        started = time.monotonic()
        if self._console.is_terminal:
            with self._console.status(f"{what} ..."):
                yield
        else:
            self._console.print(f"{what} ...", markup=False)
            yield
        took = f"{time.monotonic() - started:5.1f} s"
        self._console.print(f"[green]ok[/] {took}  {what}", highlight=False)


def wait_for(condition: Callable[[], bool], timeout_s: float, every_s: float = 0.25) -> bool:
    """Ask until `condition` holds or time is up; whether it held."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every_s)
    return True
