"""Letters to ads.dead: a refused record with its original bytes, and everything needed to mend and replay it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version

from processors.plumbing.batch import Outgoing, Received
from processors.stage import Reject
from schemas import ids
from schemas.codec import encode
from schemas.events import DeadLetter

_MAX_DETAIL = 500


@dataclass(frozen=True, slots=True)
class GaveUp(Reject):
    """A rejection that was not the stage's own answer: it failed in a way nobody foresaw, so many times."""

    attempts: int = 1


def letter(record: Received, stage: str, refusal: Reject, at: datetime) -> DeadLetter:
    """The letter for one record. The same record refused again by the same stage gives the same `letter_id`."""
    key = record.key or b""
    text = key.decode("utf-8", "replace")
    return DeadLetter(
        letter_id=ids.letter_id(stage, record.topic, record.partition, record.offset, record.timestamp_ms),
        stage=stage,
        reason=refusal.reason,
        detail=refusal.detail[:_MAX_DETAIL],
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=text,
        key_bytes=None if text.encode() == key else key,
        payload=record.value or b"",
        attempts=refusal.attempts if isinstance(refusal, GaveUp) else 1,
        app_version=_app_version(),
        failed_at=at,
    )


def original(letter: DeadLetter) -> Outgoing:
    """What to put on the bus to replay it: the very bytes, to the topic they came from."""
    key = letter.key.encode() if letter.key_bytes is None else letter.key_bytes
    return Outgoing(letter.topic, key or None, letter.payload)


def posted(letter: DeadLetter, record: Received, topic: str) -> Outgoing:
    """The letter itself for the bus, under the record's own key: letters about one ad stay in order."""
    return Outgoing(topic, record.key or letter.letter_id.encode(), encode(letter))


@cache
def _app_version() -> str:
    return version("adwatch")
