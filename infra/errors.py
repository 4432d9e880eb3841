"""Errors of the engines that a person can act on."""

import errno


class EngineError(Exception):
    """Raised when an engine cannot be fetched, started, reached or stopped; the message says why and what to do."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def disk_error(error: OSError, doing: str) -> EngineError:
    """An EngineError for an operating system error met while `doing` something with files."""
    if error.errno == errno.ENOSPC:
        return EngineError(f"disk full while {doing}; free some space and run it again")
    return EngineError(f"{doing}: {error.strerror or error}")
