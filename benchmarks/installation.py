"""An installation of a benchmark's own: fresh engines, all stages, and a receiver that is told."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka import KafkaAdminClient

from adwatch import bus
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.progress import wait_for
from adwatch.receiver import Receiver
from processors.pipeline import STAGES
from processors.plumbing import metrics
from processors.settings import KafkaSettings, ProcessorSettings

START_S = 300.0  # for the stages to load, on a machine that does other things as well
LOOKS = 4  # twice a second
SECRET = "a secret of the benchmark"  # noqa: S105


@contextmanager
def installation(home: Path, **variables: str) -> Iterator[None]:
    """Engines with their data in `home` while the block runs; this process and its children work on them."""
    os.environ.update({"ADWATCH_HOME": str(home), **variables})
    with work.engines(home):
        yield


def telling(other: Receiver) -> dict[str, str]:
    """The variables with which every alert is told to `other` at once, however many there are."""
    return {
        "ADWATCH_NOTIFY__TARGETS": json.dumps([other.url]),
        "ADWATCH_NOTIFY__WEBHOOK_SECRET": SECRET,
        "ADWATCH_NOTIFY__ALLOW_PRIVATE_TARGETS": "true",
        "ADWATCH_NOTIFY__PER_MINUTE": "1000000",
        "ADWATCH_NOTIFY__FLOOD_PER_DAY": "1000000",
    }


def before_stages(kafka: KafkaSettings) -> dict[str, int]:
    """How many records each stage has before it; those that have none are left out."""
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        lags = {name: bus.lag(admin, kafka, stage) for name, stage in STAGES.items()}
    finally:
        admin.close()
    return {name: lag for name, lag in lags.items() if lag}


def drained(settings: ProcessorSettings, children: Children, most_s: float) -> bool:
    """Wait until no stage has a record before it or owes one; whether that came about in time.

    It must be so for a while: what a stage owed is on its way to the next when it has said that it owes nothing.
    """
    empty = 0

    def is_empty() -> bool:
        nonlocal empty
        reports = [metrics.read_report(settings.home, stage) for stage in STAGES]
        owed = any(report.owes for report in reports if report)
        empty = 0 if owed or before_stages(settings.kafka) else empty + 1
        return bool(children.ended()) or empty > LOOKS

    return wait_for(is_empty, most_s, every_s=0.5) and not children.ended()
