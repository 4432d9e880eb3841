"""How targets do: what was seen when they were last sent to, so that a new process knows it too."""

import msgspec

from processors.notify.keys import short
from processors.state import Transaction
from schemas.base import Record
from schemas.codec import encode

HEALTH = "health"


class Health(Record, frozen=True, kw_only=True):
    """How a target does. All zero: well."""

    failures: int = 0  # in a row
    since: int = 0  # ms; of the first of them
    until: int = 0  # ms; it is left alone so long
    error: str = ""
    dead: bool = False


def health_of(target: str, tx: Transaction) -> Health:
    """How a target does; one that was never sent to does well."""
    found = tx.get(HEALTH, short(target))
    return msgspec.json.decode(found, type=Health) if found else Health()


def set_health(target: str, health: Health, tx: Transaction) -> None:
    """Remember it."""
    tx.put(HEALTH, short(target), encode(health))
