"""Waiting until stages that run have done all that there is to do."""

import time
from collections.abc import Callable, Iterable
from functools import partial

from kafka import KafkaAdminClient

from adwatch import bus
from adwatch.progress import wait_for
from processors.plumbing.metrics import owes_nothing
from processors.settings import ProcessorSettings
from processors.stage import Stage


def left_undone(settings: ProcessorSettings, stages: Iterable[Stage], ended: Callable[[], str], most_s: float) -> str:
    """Wait until none of the stages has a record before it or owes one: what is left after `most_s` for each of them.

    `ended` says which process is no longer there: then nobody waits any longer. Empty when all is done.
    """
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)

    def lag(stage: Stage) -> int:
        return bus.lag(admin, settings.kafka, stage)

    def is_read(stage: Stage) -> bool:
        return bool(ended()) or not lag(stage)

    def is_even(stage: Stage, since: float) -> bool:
        return bool(ended()) or owes_nothing(settings.home, stage.name, since)

    try:
        # Top to bottom: once a stage has nothing before it, it will get nothing more from the one above.
        for stage in stages:
            if not wait_for(partial(is_read, stage), most_s):
                return f"{stage.name} still has {lag(stage)} records"
            if stage.owes and not wait_for(partial(is_even, stage, time.time()), most_s):
                return f"{stage.name} still has something to say"
            if gone := ended():
                return f"{gone} ended; see its log"
        return ""
    finally:
        admin.close()
