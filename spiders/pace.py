"""When the next request to a domain may go out, agreed between all crawls of an installation.

One small file a domain: two sources of one site, in two processes, together ask no faster than one alone may.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

AHEAD_S = 24 * 3600.0  # a time further off was written by a clock that was wrong


class Turn(msgspec.Struct):
    """What a domain's file says. Times are seconds since 1970."""

    last: float = 0.0  # when the last request goes, or went, out
    delay_s: float = 0.0  # what whoever sends it keeps after it
    not_before: float = 0.0  # until then the site asked to be left alone


class AskedToWaitError(Exception):
    """Raised when a site asked to be left alone for longer than the crawl can wait."""


class Pace:
    """Gives out the moments at which requests may go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def reserve(self, domain: str, delay_s: float, now: float, patience_s: float) -> float:
        """The moment for one request, no nearer to the one before it than either of the two wants.

        Raises AskedToWaitError, and reserves nothing, when the site asked for a pause beyond `patience_s`.
        """
        with self._turn(domain) as turn:
            pause = turn.not_before if turn.not_before <= now + AHEAD_S else 0.0
            if pause - now > patience_s:
                raise AskedToWaitError
            last = turn.last if turn.last <= now + AHEAD_S else 0.0
            turn.last = max(now, pause, last + max(delay_s, turn.delay_s))
            turn.delay_s = delay_s
            return turn.last

    def hold(self, domain: str, until: float, now: float) -> None:
        """Let nobody ask the domain before a moment; one day at most, and never earlier than agreed before."""
        with self._turn(domain) as turn:
            agreed = turn.not_before if turn.not_before <= now + AHEAD_S else 0.0
            turn.not_before = max(agreed, min(until, now + AHEAD_S))

    @contextmanager
    def _turn(self, domain: str) -> Iterator[Turn]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / domain.replace("/", "_"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # held for microseconds
            turn = _decoded(os.pread(descriptor, 1000, 0))
            yield turn
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, msgspec.json.encode(turn), 0)
        finally:
            os.close(descriptor)


def _decoded(content: bytes) -> Turn:
    try:
        return msgspec.json.decode(content, type=Turn)
    except msgspec.DecodeError:  # a new file, or one that a crash left half-written
        return Turn()
