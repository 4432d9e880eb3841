"""Bringing a batch to its end: the stage is called, outputs are acknowledged, state and offsets are committed."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import structlog

from processors.errors import StageStoppedError
from processors.logs import described
from processors.plumbing.batch import Outgoing, Received, emitted, next_offsets, outcomes, settled
from processors.plumbing.breaker import Breaker
from processors.plumbing.dead_letters import GaveUp, letter, posted
from processors.plumbing.latency import note_alerts
from processors.plumbing.metrics import REJECTED, Report
from processors.plumbing.patience import StoppedError
from processors.plumbing.produce import Producer
from processors.settings import ProcessorSettings
from processors.stage import Outcome, Reject, Stage
from processors.state import Store, Transaction
from schemas.topics import DEAD

_NOT_THE_RECORDS = (StageStoppedError, StoppedError)  # no record is at fault, so none is blamed

log = structlog.get_logger()


class Worker:
    """One stage at work. With a store, the process gets the open transaction as its second argument."""

    def __init__(
        self, stage: Stage, settings: ProcessorSettings, store: Store | None, producer: Producer, stop: threading.Event
    ) -> None:
        self._stage, self._settings, self._stop = stage, settings, stop
        self._process: Callable[..., Sequence[Outcome]] = stage.build(settings)
        self._store, self._producer = store, producer
        self._topic = settings.kafka.topic
        self._kinds = {self._topic(topic.name): topic.record for topic in (stage.reads, *stage.also)}
        self._next_tick, self._failed_ticks = 0.0, 0
        self.breaker = Breaker(stage.name, settings.failure)

    def settle(self, batch: Sequence[Received], report: Report) -> int:
        """How many records from the front of the batch are done with; the rest is to be given again.

        Done with: every output is acknowledged and, for a stage with state, state and offsets are committed. Raises
        StageStoppedError when an operator must act, StoppedError when `stop` is set while Kafka is away.
        """
        try:
            return self._attempt(batch, self._process, report)
        except _NOT_THE_RECORDS:
            raise
        except Exception as error:
            log.warning("batch_failed", records=len(batch), error=described(error))
        self._stop.wait(self._settings.failure.backoff_s)  # what has failed may mend itself
        return self._one_by_one(batch, report)

    def tick(self, report: Report) -> int:
        """Give a stage that asks for it an empty batch, as often as it asks; what it puts out belongs to no record.
        How many records that were. Raises StageStoppedError when it fails again and again: records go on meanwhile."""
        if self._store is None or self._stage.tick_s is None or time.monotonic() < self._next_tick:
            return 0
        pause_s = self._stage.tick_s
        try:
            put_out, self._failed_ticks = self._ticked(self._store, report), 0
        except _NOT_THE_RECORDS:
            raise
        except Exception as error:
            put_out, self._failed_ticks = 0, self._failed_ticks + 1
            if self._failed_ticks >= self._settings.failure.attempts:
                hint = "what is due waits in the state; see the log for what failed"
                raise StageStoppedError(f"{described(error)}, {self._failed_ticks} times in a row", hint) from error
            log.warning("tick_failed", error=described(error))
            pause_s = max(pause_s, self._settings.failure.backoff_s)
        self._next_tick = time.monotonic() + pause_s
        return put_out

    def _ticked(self, store: Store, report: Report) -> int:
        """What Kafka never takes is left out: no record is there for a letter, and what was said before stays."""
        with store.begin() as transaction:
            outputs = emitted(self._process([], transaction), self._topic)
            refused = self._producer.deliver(outputs)
            for failure in refused:
                log.error("tick_output_refused", topic=failure.message.topic, error=type(failure.error).__name__)
                REJECTED.labels(self._stage.name, "output_refused").inc()
            self._note_owed(transaction, report)
            transaction.commit({})
        report.settled(0, out=len(outputs) - len(refused), rejected=0)
        return len(outputs)

    def _attempt(self, batch: Sequence[Received], process: Callable[..., Sequence[Outcome]], report: Report) -> int:
        if self._store is not None:
            return self._with_state(batch, process, self._store, report)
        answers = outcomes(batch, self._kinds, process)
        done = settled(answers)
        self._deliver(batch[:done], answers[:done], report)
        return done

    def _with_state(
        self, batch: Sequence[Received], process: Callable[..., Sequence[Outcome]], store: Store, report: Report
    ) -> int:
        """After a `Retry` the state holds traces of that record and of later ones: the transaction is undone, and the
        records before it are done again in a new one."""
        while batch:
            with store.begin() as transaction:
                answers = outcomes(batch, self._kinds, lambda records: process(records, transaction))
                done = settled(answers)
                if done == len(batch):
                    self._deliver(batch, answers, report)
                    self._note_owed(transaction, report)
                    transaction.commit(next_offsets(batch))
                    break
            batch = batch[:done]
        return len(batch)

    def _note_owed(self, transaction: Transaction, report: Report) -> None:
        report.owes = self._stage.owes is not None and self._stage.owes(transaction)

    def _deliver(self, batch: Sequence[Received], answers: Sequence[Outcome], report: Report) -> None:
        """Outputs, then letters, all acknowledged. A record with an output that Kafka never takes gets a letter too."""
        outputs = emitted(answers, self._topic)
        refused = {failure.message: failure.error for failure in self._producer.deliver(outputs)}
        if refused:
            answers = [self._blamed(answer, refused) for answer in answers]
        rejected = [
            (record, answer) for record, answer in zip(batch, answers, strict=True) if isinstance(answer, Reject)
        ]
        self._post(rejected)
        self.breaker.note(answers)
        note_alerts(answers, report)
        report.settled(len(batch), out=len(outputs) - len(refused), rejected=len(rejected))

    def _blamed(self, answer: Outcome, refused: Mapping[Outgoing, Exception]) -> Outcome:
        errors = [refused[message] for message in emitted([answer], self._topic) if message in refused]
        return Reject("output_refused", type(errors[0]).__name__) if errors else answer

    def _post(self, rejected: Sequence[tuple[Received, Reject]]) -> None:
        at, topic = datetime.now(UTC), self._topic(DEAD.name)
        letters = []
        for record, refusal in rejected:
            log.warning("rejected", reason=refusal.reason, detail=refusal.detail, at=record[:3])
            letters.append(posted(letter(record, self._stage.name, refusal, at), record, topic))
        if self._producer.deliver(letters):
            raise StageStoppedError(f"{topic} refuses a dead letter", "its limits are set by: adwatch topics apply")
        for _, refusal in rejected:
            REJECTED.labels(self._stage.name, refusal.reason).inc()

    def _one_by_one(self, batch: Sequence[Received], report: Report) -> int:
        """Each record on its own, so that only those at fault are blamed; in time for the group's next poll."""
        deadline = time.monotonic() + self._settings.kafka.max_poll_interval_ms / 2000
        for done, record in enumerate(batch):
            if self._stop.is_set() or time.monotonic() > deadline or not self._alone(record, report):
                return done
        return len(batch)

    def _alone(self, record: Received, report: Report) -> int:
        attempts = self._settings.failure.attempts
        for _ in range(attempts):
            try:
                return self._attempt([record], self._process, report)
            except _NOT_THE_RECORDS:
                raise
            except Exception as error:
                cause = described(error)
        gave_up = GaveUp("unexpected", cause, attempts)
        return self._attempt([record], lambda records, *_: [gave_up] * len(records), report)
