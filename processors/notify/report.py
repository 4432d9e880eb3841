"""How the targets do and what is held, for `adwatch alerts targets`, `adwatch doctor` and monitoring."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from prometheus_client import Gauge

from processors.notify.health import health_of
from processors.notify.held import count_held
from processors.notify.queue import Queue
from processors.notify.teams import Team
from schemas.base import Moment, Record, epoch_ms

WAITING = Gauge("adwatch_notify_waiting", "Messages that wait for a target", ["target"])
DEAD = Gauge("adwatch_notify_dead_targets", "Targets that took nothing for too long")
EVERY_MS = 5_000  # the file is for people: it need not be newer


class TargetReport(Record, frozen=True, kw_only=True, omit_defaults=False):
    """One target of one team."""

    team: str
    target: str  # its name: no recipient, path or secret
    waiting: int
    failures: int
    since: int  # ms; of the first failure in a row
    error: str
    dead: bool


class Report(Record, frozen=True, kw_only=True, omit_defaults=False):
    """All of them."""

    at: Moment
    targets: tuple[TargetReport, ...]
    held: dict[str, int]  # team -> alerts that wait for a digest


def report(teams: Iterable[Team], queue: Queue, now: datetime) -> Report:
    """How everything stands."""
    targets = []
    for team in teams:
        for target in team.targets:
            health = health_of(target.identity, queue.tx)
            targets.append(
                TargetReport(
                    team=team.name,
                    target=target.name,
                    waiting=queue.waiting(target.identity),
                    failures=health.failures,
                    since=health.since,
                    error=health.error,
                    dead=health.dead,
                )
            )
    return Report(at=now, targets=tuple(targets), held=count_held(queue.tx))


def path(home: Path) -> Path:
    """Where the file is."""
    return home / "run" / "notify-targets.json"


def writer(file: Path) -> Callable[[Callable[[], Report], datetime], None]:
    """A function that writes what it is given, at most every EVERY_MS; what is not needed is not made."""
    last = 0

    def write(make: Callable[[], Report], now: datetime) -> None:
        nonlocal last
        if epoch_ms(now) - last < EVERY_MS:
            return
        last, made = epoch_ms(now), make()
        waiting: Counter[str] = Counter()
        for each in made.targets:  # recipients behind one mail server have one name
            waiting[each.target] += each.waiting
        for target, count in waiting.items():
            WAITING.labels(target).set(count)
        DEAD.set(sum(each.dead for each in made.targets))
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(msgspec.json.encode(made))
        unfinished.replace(file)

    return write
