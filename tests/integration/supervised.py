"""Two tiny stages under the supervisor: `python -m tests.integration.supervised '{"bootstrap": ..., ...}'`.

Ads go from ads.raw to ads.enriched and, counted, to ads.linked. An ad titled "stop" has the second stage give up; one
titled "hang" has it hang until the file named in its body is there, which it makes first.
"""

import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from adwatch.supervisor import Supervisor
from processors import logs
from processors.errors import StageStoppedError
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Emit, Outcome
from processors.state import Transaction
from schemas.topics import ENRICHED, LINKED
from tests.integration.streams import QUICK, counting, passing, stage_of


def counted_on(ads: Sequence[msgspec.Struct], state: Transaction) -> list[Outcome]:
    """`counting`, to the next topic."""
    if any(ad.title == "stop" for ad in ads):  # type: ignore[attr-defined]
        raise StageStoppedError("an ad says stop", "take it away")
    for ad in ads:
        if ad.title == "hang" and not Path(ad.body).exists():  # type: ignore[attr-defined]
            Path(ad.body).touch()  # type: ignore[attr-defined]
            threading.Event().wait()
    answers = counting(ads, state)  # type: ignore[arg-type]
    return [Emit(tuple((LINKED, record) for _, record in answer.outputs)) for answer in answers]  # type: ignore[union-attr]


STAGES = (
    stage_of(passing, name="first", batch=20),
    stage_of(counted_on, name="second", reads=ENRICHED, writes=(LINKED,), state="second", batch=20),
)


def main(told: dict[str, str | float | None]) -> int:
    logs.configure()
    kafka = KafkaSettings(
        bootstrap=str(told["bootstrap"]),
        topic_prefix=str(told["prefix"]),
        session_timeout_ms=6000,
        max_poll_interval_ms=int(told["poll_ms"] or 0),
    )
    settings = ProcessorSettings(kafka=kafka, failure=QUICK, home=Path(str(told["home"])))
    idle = told["until_idle"]
    return Supervisor(STAGES, settings, {"first": int(told["firsts"] or 1)}).run(None if idle is None else float(idle))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
