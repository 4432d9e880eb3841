"""Sending what is due: target by target, at each one's pace, with patience that grows and ends."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import structlog

from processors.logs import described
from processors.notify.health import Health, health_of, set_health
from processors.notify.message import Message
from processors.notify.queue import Queue, Refusal, Waiting
from processors.notify.targets.errors import RefusedError, UnavailableError
from processors.notify.targets.target import Target
from processors.settings import NotifySettings
from schemas.base import epoch_ms

MOST = 200  # messages to one target in one go
ROUND_S = 5.0  # for one target: a slow one must not keep the others waiting
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 600.0
DEAD_WAIT_S = 3600.0
MINUTE_S = 60.0

log = structlog.get_logger()
Clock = Callable[[], datetime]
Render = Callable[[Waiting], Message]


class Died(NamedTuple):
    """A target that took nothing for so long that it counts as dead."""

    target: Target
    since: int  # ms


class Sender:
    """The targets and their pace; lives as long as the process. What must survive it is in the queue."""

    def __init__(self, targets: Sequence[Target], settings: NotifySettings, clock: Clock) -> None:
        self._targets = {target.identity: target for target in targets}.values()  # shared by teams: sent to once
        self._settings, self._clock = settings, clock
        self._sent: defaultdict[str, deque[float]] = defaultdict(deque)  # moments of the last minute

    def send(self, queue: Queue, render: Render, checkpoint: Callable[[], None], until: float) -> list[Died]:
        """Send what is due, as far as targets take it and time allows (`until`, monotonic).

        A message is removed from the queue as soon as it was sent, and that is made durable with `checkpoint`: for a
        target that cannot tell a repeat after each message, for the others after each round.
        """
        died = []
        for target in self._targets:
            if time.monotonic() > until:
                break
            died += self._serve(target, queue, render, checkpoint, min(until, time.monotonic() + ROUND_S))
        return died

    def _serve(
        self, target: Target, queue: Queue, render: Render, checkpoint: Callable[[], None], until: float
    ) -> list[Died]:
        health, now = health_of(target.identity, queue.tx), epoch_ms(self._clock())
        due = queue.due(target.identity, now, min(MOST, self._allowed(target))) if _may_be_tried(health, now) else []
        if not due:
            return []
        taken: list[Waiting] = []
        failure: UnavailableError | None = None
        answered = False
        try:
            for waiting in due:
                if time.monotonic() > until:
                    break
                if self._handed_over(target, waiting, queue, render):
                    taken.append(waiting)
                answered = True
                if not target.knows_repeats:
                    self._settle(target, taken, queue, checkpoint)
        except UnavailableError as error:
            failure = error
        try:
            self._settle(target, taken, queue, checkpoint)
        except UnavailableError as error:  # what cannot be made safe is sent again
            failure = failure or error
        if failure is not None:
            return self._failed(target, queue, failure, Health() if answered else health)
        if health.failures and answered:
            set_health(target.identity, Health(), queue.tx)
            log.info("target_well_again", target=target.name, failures=health.failures)
        return []

    def _handed_over(self, target: Target, waiting: Waiting, queue: Queue, render: Render) -> bool:
        """Whether the target has it; if not, it is on its way to the dead letters. Raises UnavailableError."""
        try:
            target.send(render(waiting), self._clock())
        except UnavailableError:
            raise
        except RefusedError as error:
            self._refuse(target, waiting, queue, "refused_by_target", str(error))
            return False
        except Exception as error:  # one message that cannot be made or sent must not stop all others for good
            self._refuse(target, waiting, queue, "unexpected", described(error))
            return False
        self._sent[target.identity].append(time.monotonic())
        return True

    def _refuse(self, target: Target, waiting: Waiting, queue: Queue, reason: str, error: str) -> None:
        log.error("target_refused", target=target.name, reason=reason, error=error, message=waiting.item.id)
        refusal = Refusal(item=waiting.item, target=target.identity, reason=reason, detail=f"{target.name}: {error}")
        queue.refuse(waiting, refusal)

    def _settle(self, target: Target, taken: list[Waiting], queue: Queue, checkpoint: Callable[[], None]) -> None:
        if taken:
            target.flush()
            log.info("messages_sent", target=target.name, messages=[waiting.item.id for waiting in taken])
            for waiting in taken:
                queue.remove(waiting)
            taken.clear()
            checkpoint()

    def _failed(self, target: Target, queue: Queue, error: UnavailableError, before: Health) -> list[Died]:
        now = epoch_ms(self._clock())
        since = _since(before, now)
        dead = now - since > self._settings.give_up_after_h * 3_600_000
        wait_s = DEAD_WAIT_S if dead else _wait_s(before.failures, error.after_s)
        log.warning("target_unavailable", target=target.name, error=str(error), again_in_s=wait_s)
        set_health(
            target.identity,
            Health(
                failures=before.failures + 1, since=since, until=now + int(wait_s * 1000), error=str(error), dead=dead
            ),
            queue.tx,
        )
        if not dead:
            return []
        for waiting in queue.due(target.identity, now, MOST * 50):
            self._refuse(target, waiting, queue, "dead_target", str(error))
        return [] if before.dead else [Died(target, since)]

    def _allowed(self, target: Target) -> int:
        """How many messages the target may get now without more than its number in any minute."""
        sent, now = self._sent[target.identity], time.monotonic()
        while sent and now - sent[0] > MINUTE_S:
            sent.popleft()
        return max(0, min(self._settings.per_minute, target.most_per_minute) - len(sent))


def _may_be_tried(health: Health, now: int) -> bool:
    """Nobody is left alone for longer than the longest wait: what says so was said by a clock that was ahead."""
    return not 0 < health.until - now <= DEAD_WAIT_S * 1000


def _since(before: Health, now: int) -> int:
    """Since when we have tried in vain. While nobody tried, for this process was down or its clock was set, the target
    was not away as far as we know: that time does not count."""
    late = now - before.until
    return (before.since or now) + (late if before.since and abs(late) > DEAD_WAIT_S * 1000 else 0)


def _wait_s(failures: int, asked_s: float | None) -> float:
    """Twice as long each time, up to a limit; what the other side asks for counts, within an hour."""
    patience = min(FIRST_WAIT_S * 2.0 ** min(failures, 20), LONGEST_WAIT_S)
    return patience if asked_s is None else min(max(asked_s, FIRST_WAIT_S), DEAD_WAIT_S)
