"""A stage as a running consumer: poll, decode, call, encode, produce, flush, commit.

Each step waits for the one before it, so a process may be killed between any two: what was not committed is done
again, and doing it again changes nothing. In words:

    take a batch  ->  the stage answers for every record: put these out, refuse it, or try again later
                  ->  outputs and dead letters are acknowledged by Kafka
                  ->  a stage with state commits its state and the offsets behind it in one transaction
                  ->  the offsets are committed to Kafka
    what is to be tried again is read again after a pause; the pause grows while nothing gets through
"""

import gc
import threading
import time
from collections.abc import MutableSequence, Sequence
from contextlib import ExitStack

import structlog

from processors.errors import StageStoppedError
from processors.plumbing.batch import Received
from processors.plumbing.consume import Inbox
from processors.plumbing.metrics import Report
from processors.plumbing.pace import Pace
from processors.plumbing.patience import Backoff, StoppedError
from processors.plumbing.probes import Probes, serve
from processors.plumbing.produce import Producer
from processors.plumbing.vitals import Vitals
from processors.plumbing.watchdog import StuckError
from processors.plumbing.work import Worker
from processors.settings import ProcessorSettings
from processors.stage import Stage
from processors.state import Store

log = structlog.get_logger()


def run_stage(
    stage: Stage,
    settings: ProcessorSettings,
    stop: threading.Event,
    until_idle: float | None = None,
    moments: MutableSequence[float] | None = None,
) -> int:
    """Run until `stop` is set or, with `until_idle`, until that many seconds passed without a record, none is left and
    the stage owes nothing.

    Returns the exit code of the process: 0; 75 when a new consumer is needed, so start it again; 78 when an operator
    must act. Broker or sink away: it waits, for as long as it takes. After `stop` it ends within seconds. `moments` is
    for whoever watches from outside whether it is alive, see `Probes`.
    """
    with structlog.contextvars.bound_contextvars(stage=stage.name):
        try:
            _run(stage, settings, Probes(settings, stop, moments), stop, until_idle)
        except StoppedError as error:
            log.info("stopped_while_waiting", waiting_for=str(error))
        except (StageStoppedError, StuckError) as error:
            log.error("stage_stopped", error=str(error), exit_code=error.exit_code)
            return error.exit_code
        log.info("stage_ended")
        return 0


def _run(
    stage: Stage, settings: ProcessorSettings, probes: Probes, stop: threading.Event, until_idle: float | None
) -> None:
    with ExitStack() as open_things:
        open_things.callback(serve(settings.metrics_port, probes, settings.metrics_host))
        store = open_things.enter_context(Store(settings.state / stage.state)) if stage.state else None
        producer = Producer(settings.kafka, settings.failure, stop, lambda: probes.waiting(time.monotonic()))
        open_things.callback(producer.close)
        probes.loading(time.monotonic())
        worker = Worker(stage, settings, store, producer, stop)
        probes.loading(None)
        gc.collect()
        gc.freeze()  # word lists and models stay as long as the process: not to be looked through again and again
        inbox = Inbox(stage, settings, stop)
        open_things.callback(inbox.close)
        inbox.begin(store.offsets() if store else {})
        vitals = Vitals(stage.name, settings, inbox, probes)
        vitals.report.owes = stage.owes is not None  # until the first tick has looked
        open_things.callback(vitals.write)
        log.info("stage_started")
        _loop(inbox, worker, vitals, settings, stop, until_idle, stage.batch)


def _loop(
    inbox: Inbox,
    worker: Worker,
    vitals: Vitals,
    settings: ProcessorSettings,
    stop: threading.Event,
    until_idle: float | None,
    most: int,
) -> None:
    backoff, pace = Backoff(settings.failure), Pace(most)
    while not stop.is_set() and not vitals.idle(until_idle):
        vitals.look()
        with vitals.waiting():
            batch = inbox.poll()
        if worker.tick(vitals.report):
            vitals.stirred()
        if batch:
            with vitals.working(batch):
                done = _work_off(batch, inbox, worker, pace, vitals.report, stop)
            if done:
                backoff.reset()
            if done < len(batch):
                inbox.rewind(batch[done:])
                vitals.report.given_back(len(batch) - done)
                stop.wait(backoff.next_s())


def _work_off(
    batch: Sequence[Received], inbox: Inbox, worker: Worker, pace: Pace, report: Report, stop: threading.Event
) -> int:
    """How many records from the front are done with: all, unless one must wait or the stage is to end."""
    done = 0
    while done < len(batch) and not stop.is_set():
        piece, began = batch[done : done + pace.records], time.monotonic()
        settled = worker.settle(piece, report)
        pace.took(settled, time.monotonic() - began)
        inbox.commit(piece[:settled])
        worker.breaker.check()
        done += settled
        if settled < len(piece):
            break
    return done
