"""An installation of a benchmark's own: fresh engines, all stages, and a receiver that is told."""

import json
import os
import time
from collections.abc import Callable, Iterator
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
STILL_S = 2.5
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


def drained(
    settings: ProcessorSettings,
    children: Children | None,
    most_s: float,
    still_s: float = STILL_S,
    has_arrived: Callable[[], bool] = lambda: True,
) -> bool:
    """Wait until no stage has a record before it or owes one and all has arrived; whether that came about in time.

    It must be so for `still_s`: what a stage owed is on its way to the next when it has said that it owes nothing. A
    word of before that does not count: who died meanwhile may owe something when he is back. When one of `children`
    ends, nobody waits any longer; None: whoever ends is started again.
    """
    busy_at = time.time()

    def is_over() -> bool:
        return children is not None and bool(children.ended())

    def is_done() -> bool:
        nonlocal busy_at
        reports = [metrics.read_report(settings.home, stage) for stage in STAGES]
        said = [report for report in reports if report and report.written_at > busy_at]
        if any(report.owes for report in said) or before_stages(settings.kafka) or not has_arrived():
            busy_at = time.time()
        return is_over() or (len(said) == len(STAGES) and time.time() - busy_at > still_s)

    return wait_for(is_done, most_s, every_s=0.5) and not is_over()
