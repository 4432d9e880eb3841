"""What a notification target is."""

from datetime import datetime
from typing import Protocol

from processors.notify.message import Message

TIMEOUT_S = 10.0


class Target(Protocol):
    """One place to send to.

    `identity` tells it from all others; `name` may be logged: no recipient, path or secret. With `knows_repeats` the
    other side can tell a repeated message from a new one before a person sees it. `most_per_minute` is what services of
    its kind allow; the settings may ask for less.
    """

    identity: str
    name: str
    knows_repeats: bool
    most_per_minute: int

    def send(self, message: Message, now: datetime) -> None:
        """Hand the message over. Raises UnavailableError or RefusedError; returns when the other side has it."""
        ...

    def flush(self) -> None:
        """Returns when what was sent is as safe as it can be made. Raises UnavailableError."""
        ...
