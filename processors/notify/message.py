"""One alert, ready to be sent anywhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """The same content four ways. `alert_id` is what tells a repeated message from a new one."""

    alert_id: str
    subject: str  # one line
    text: str
    html: str
    body: bytes  # JSON
