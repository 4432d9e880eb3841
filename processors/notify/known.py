"""What reviews and searches have taught so far, as one small file that commands write and this stage reads.

Without the file nothing is known, and alerts say so by saying nothing: no base rate, no earlier judgement.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import structlog

from schemas.alert import Alert
from schemas.base import Moment, Record

log = structlog.get_logger()


class Past(Record, frozen=True, kw_only=True):
    """An alert of before."""

    alert_id: str
    rule: str
    at: Moment
    verdict: str = ""  # empty: not judged yet


class Tally(Record, frozen=True, kw_only=True):
    """How alerts were judged."""

    concern: int = 0
    no_concern: int = 0
    unclear: int = 0
    duplicate: int = 0

    @property
    def precision(self) -> float | None:
        """The share of decided ones in which the concern was upheld."""
        decided = self.concern + self.no_concern
        return self.concern / decided if decided else None


class Known(Record, frozen=True, kw_only=True):
    """The file."""

    made_at: Moment | None = None
    days: int = 0
    ads: int = 0
    base_rates: Mapping[str, float] = {}
    rules: Mapping[str, Tally] = {}
    indicators: Mapping[str, Tally] = {}
    held: Mapping[str, str] = {}
    snoozed: Mapping[str, Moment] = {}
    groups: Mapping[str, tuple[Past, ...]] = {}

    def past(self, group: str, but: str) -> tuple[Past, ...]:
        """The earlier alerts of a group, without the one of that id."""
        return tuple(each for each in self.groups.get(group, ()) if each.alert_id != but)

    def is_snoozed(self, group: str, now: datetime) -> bool:
        """Whether somebody asked not to be told about this group for now."""
        return group in self.snoozed and self.snoozed[group] > now

    def precision(self, rule: str) -> float:
        """Of a rule; one half while nothing is known, so that a new rule is neither first nor last."""
        found = self.rules[rule].precision if rule in self.rules else None
        return 0.5 if found is None else found


NOTHING = Known()


def group_of(alert: Alert) -> str:
    """What alerts are grouped by: the actor, or what the alert is about where there is none."""
    return alert.actor or alert.subject.id


def path(home: Path) -> Path:
    """Where the file is."""
    return home / "known.json"


def reader(file: Path) -> Callable[[], Known]:
    """A function that gives what the file says now; it is read again when it has changed."""
    stamp: tuple[int, int] | None = None
    known = NOTHING

    def current() -> Known:
        nonlocal stamp, known
        try:
            status = file.stat()
            if stamp != (status.st_mtime_ns, status.st_size):
                stamp, known = (status.st_mtime_ns, status.st_size), msgspec.json.decode(file.read_bytes(), type=Known)
        except FileNotFoundError:
            stamp, known = None, NOTHING
        except (OSError, msgspec.DecodeError) as error:  # what was known before is better than to stop telling people
            log.error("known_unreadable", error=type(error).__name__)
        return known

    return current


@contextmanager
def changing(file: Path) -> Iterator[Known]:
    """What the file says, and nobody else changes it (`write`) as long as the block lasts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield reader(file)()


def write(file: Path, known: Known) -> None:
    """Put the file in place, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{secrets.token_hex(6)}.part")
    try:
        with unfinished.open("xb") as part:
            part.write(msgspec.json.encode(known))
            part.flush()
            os.fsync(part.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
