"""A tiny stage in a process of its own, which kills itself with SIGKILL at a chosen point if told to.

python -m tests.integration.crashing '{"bootstrap": ..., "prefix": ..., "home": ..., "state": null, "point": ...}'
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from adwatch import stage_process
from processors.plumbing.consume import Inbox
from processors.plumbing.produce import Producer
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Outcome
from processors.state import StoreTransaction
from schemas.ad import RawAd
from tests.integration.streams import QUICK, counting, passing, stage_of

# What a batch goes through, in this order. `deliver` is called for the outputs and again for the letters.
STEPS = {
    "poll": (Inbox, "poll"),
    "deliver": (Producer, "deliver"),
    "commit the state": (StoreTransaction, "commit"),
    "commit the offsets": (Inbox, "commit"),
}
POINTS = [f"{when} {step}" for step in STEPS for when in ("before", "after")]
STUCK = "stuck"  # instead of a point: a record that is worked on for a minute, and a file that says so


def start(settings: ProcessorSettings, state: str | None, point: str | None = None) -> "subprocess.Popen[bytes]":
    """Start the stage; with a point, it dies there at the third batch that gets so far."""
    told = {
        "bootstrap": settings.kafka.bootstrap,
        "prefix": settings.kafka.topic_prefix,
        "home": str(settings.home),
        "state": state,
        "point": point,
    }
    return subprocess.Popen([sys.executable, "-m", "tests.integration.crashing", json.dumps(told)])


def settings_from(told: dict[str, Any]) -> ProcessorSettings:
    kafka = KafkaSettings(bootstrap=told["bootstrap"], topic_prefix=told["prefix"], session_timeout_ms=6000)
    return ProcessorSettings(kafka=kafka, failure=QUICK, home=Path(told["home"]))


def die_at(point: str, after: int = 2) -> None:
    """Have this process killed just before or just after the step does its work for the third time.

    Work is what has records in it: an empty poll or an empty delivery does not count.
    """
    when, _, step = point.partition(" ")
    owner, name = STEPS[step]
    work, times = getattr(owner, name), 0

    def deadly(*arguments: Any) -> Any:
        nonlocal times
        if when == "before" and times == after and all(arguments[1:]):
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*arguments)
        times += bool(arguments[1] if arguments[1:] else result)
        if when == "after" and times > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def work_long(home: Path, ads: Sequence[RawAd]) -> list[Outcome]:
    (home / STUCK).touch()
    time.sleep(60)
    return passing(ads)


def main(told: dict[str, Any]) -> int:
    if told["point"] == STUCK:
        return stage_process.run(stage_of(partial(work_long, Path(told["home"]))), settings_from(told))
    if told["point"]:
        die_at(told["point"])
    state = told["state"]
    return stage_process.run(stage_of(counting if state else passing, state=state, batch=20), settings_from(told))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
