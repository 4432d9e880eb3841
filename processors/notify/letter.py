"""A message that a target will not take, as a dead letter: `adwatch dead list` shows it, `dead replay` tries again."""

from datetime import datetime

from processors.notify.queue import Refusal
from schemas import ids
from schemas.events import DeadLetter

NOWHERE = -1  # the alert itself lies on its topic; this letter is about one target of it


def letter(refusal: Refusal, alerts_topic: str, at: datetime) -> DeadLetter:
    """The letter. The same message refused again by the same target gives the same `letter_id`."""
    item = refusal.item
    return DeadLetter(
        letter_id=ids.letter_id(f"notify {refusal.target} {item.id}", alerts_topic, NOWHERE, NOWHERE, item.since),
        stage="notify",
        reason=refusal.reason,
        detail=refusal.detail,
        topic=alerts_topic,
        partition=NOWHERE,
        offset=NOWHERE,
        key=item.id,
        payload=item.payload,
        failed_at=at,
    )
