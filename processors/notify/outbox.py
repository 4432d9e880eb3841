"""The outbox: what was sent, remembered as soon as it was sent, so that a repeated run sends nothing twice.

The memory is made durable after each message and before the next. A process killed at any point can therefore repeat
at most the one message in flight, which then carries the same Message-ID or Idempotency-Key as before. That is the
best these protocols can give: between the other side's "I have it" and our note of it there is always a moment.
"""

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from processors.memory import Memory
from processors.notify.message import Message
from processors.notify.targets.errors import RefusedError, UnavailableError
from processors.notify.targets.target import Target
from processors.stage import Emit, Outcome, Reject, Retry, StatefulProcess
from processors.state import Transaction
from schemas.alert import Alert, AlertState
from schemas.base import epoch_ms

TABLE = "outbox"
KEEP_MS = 120 * 86_400_000  # longer than the topic of alerts is kept, so that a replay of it sends nothing
ALERT_ID = re.compile(r"[A-Za-z0-9-]{1,80}")  # it becomes part of headers
SENT = b"sent"  # any other note is why it was refused

log = structlog.get_logger()
Render = Callable[[Alert], Message]


def process(
    targets: Sequence[Target], render: Render, clock: Callable[[], datetime], budget_s: float = 60.0
) -> StatefulProcess:
    """The stage's process: each new alert to each target.

    Emit when every target has it, Reject when one will never take it and all others have it, Retry while one is
    unavailable. A target that failed is left alone for the rest of the batch, and a batch ends after `budget_s`:
    a slow target must not keep this process from telling Kafka that it lives.
    """

    def run(alerts: Sequence[Alert], tx: Transaction) -> Sequence[Outcome]:
        batch = _Batch(targets, render, clock, tx, time.monotonic() + budget_s)
        outcomes = [batch.deliver(alert) for alert in alerts]
        batch.memory.sweep()
        return outcomes

    return run


class _Batch:
    """One batch of alerts: which targets failed in it, and until when it may go on."""

    def __init__(
        self, targets: Sequence[Target], render: Render, clock: Callable[[], datetime], tx: Transaction, until: float
    ) -> None:
        self.memory = Memory(tx)
        self._targets, self._render, self._clock, self._tx, self._until = targets, render, clock, tx, until
        self._down: dict[str, str] = {}  # identity of a target -> why
        self._waiting = False  # for a target: this alert and all after it will come again

    def deliver(self, alert: Alert) -> Outcome:
        """The outcome of one alert, for all its targets together."""
        if alert.state is not AlertState.NEW:
            return Emit()  # later states are told by whoever changes them
        if not ALERT_ID.fullmatch(alert.alert_id):
            return Reject("bad_alert_id", "an alert's id is letters, digits and hyphens")
        self.memory.advance(epoch_ms(alert.at))
        message: Message | None = None
        for target in self._targets:
            if self.memory.get(TABLE, _key(alert, target)) is None:
                message = message or self._render(alert)
                self._send(message, target, _key(alert, target))
        return self._outcome(alert)

    def _send(self, message: Message, target: Target, key: bytes) -> None:
        if target.identity in self._down:
            return
        if time.monotonic() > self._until:
            self._down[target.identity] = "no time left in this batch"
            return
        try:
            target.send(message, self._clock())
        except UnavailableError as error:
            self._down[target.identity] = str(error)
            log.warning("target_unavailable", target=target.name, error=str(error), alert_id=message.alert_id)
            return
        except RefusedError as error:
            log.error("target_refused", target=target.name, error=str(error), alert_id=message.alert_id)
            self._note(key, f"{target.name}: {error}".encode())
            return
        self._note(key, SENT)
        log.info("alert_sent", target=target.name, alert_id=message.alert_id)

    def _note(self, key: bytes, what: bytes) -> None:
        self.memory.put(TABLE, key, what, self.memory.watermark + KEEP_MS)
        self._tx.checkpoint()

    def _outcome(self, alert: Alert) -> Outcome:
        notes = {target.identity: self.memory.get(TABLE, _key(alert, target)) for target in self._targets}
        if None in notes.values():
            self._waiting = True
            waiting = [target for target in self._targets if notes[target.identity] is None]
            return Retry(f"{waiting[0].name}: {self._down[waiting[0].identity]}")
        refused = {target: note for target in self._targets if (note := notes[target.identity]) != SENT and note}
        if not refused:
            return Emit()
        if not self._waiting:  # a replay of the dead letter shall try those again, and only those
            for target in refused:
                self._tx.delete(TABLE, _key(alert, target))
        return Reject("refused_by_target", "; ".join(note.decode() for note in refused.values()))


def _key(alert: Alert, target: Target) -> bytes:
    name = f"{alert.alert_id}\x1f{target.identity}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=16).digest()
