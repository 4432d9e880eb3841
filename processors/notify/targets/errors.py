"""What a target may answer besides "thank you".

UnavailableError           raised when a later try may succeed: no connection, no answer in time, "busy"
RefusedError               raised when no later try will: unknown recipient, wrong address, "not here"
TargetError                raised when a target's URL is wrong; the stage does not start
"""

from processors.errors import StageStoppedError


class UnavailableError(Exception):
    """The other side is down or busy. `after_s`: how long it asked us to wait, if it did."""

    def __init__(self, message: str, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class RefusedError(Exception):
    """The other side does not want this message. The text is for an operator and names no recipient."""


class TargetError(StageStoppedError):
    """A notification target in the settings cannot be used."""
