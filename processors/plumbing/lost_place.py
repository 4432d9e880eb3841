"""What to do when the place where we were to go on is gone. Never a silent jump."""

from collections.abc import Collection

import structlog

from processors.errors import StageStoppedError
from processors.plumbing.clients import Consumer
from processors.state import Place

log = structlog.get_logger()


def find_again(consumer: Consumer, lost: Collection[Place], *, has_state: bool) -> None:
    """Go on at the earliest record that is left, and log how many are lost.

    Retention may have deleted what we had not read yet, which nothing brings back. When instead the partition ends
    before our place, it was cut or made anew: a stage without state reads it all again, which is harmless; the state
    of a stage with state belongs to records that are no more, so that is a StageStoppedError. Raises BusError when the
    broker does not answer.
    """
    for each, earliest in consumer.beginnings(lost).items():
        wanted = consumer.position(each)
        if has_state and wanted is not None and wanted > earliest:
            raise StageStoppedError(
                f"{each.topic}/{each.partition} ends before offset {wanted}, which the state already holds: "
                "the topic was cut or made anew",
                "stop the stage, delete its folder under state/ and start it again: it rebuilds the state",
            )
        log.error(
            "offset_out_of_range",
            topic=each.topic,
            partition=each.partition,
            wanted=wanted,
            earliest=earliest,
            lost=max(0, earliest - (wanted or 0)),
        )
        consumer.seek(each, earliest)
