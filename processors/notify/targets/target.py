"""What a notification target is."""

from datetime import datetime
from typing import Protocol

from processors.notify.message import Message

TIMEOUT_S = 10.0


class Target(Protocol):
    """One place to send to. `identity` tells it from all others; `name` may be logged: no recipient, path or secret."""

    identity: str
    name: str

    def send(self, message: Message, now: datetime) -> None:
        """Hand the message over. Raises UnavailableError or RefusedError; returns when the other side has it."""
        ...
