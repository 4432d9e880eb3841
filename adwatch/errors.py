"""Errors that a person can act on.

KnownError                 one clear line, no traceback; carries the exit code
└── raised anywhere below adwatch/ when settings, engines or arguments are wrong
"""


class KnownError(Exception):
    """Raised when the cause is known; the message says what is wrong and what to do."""

    exit_code = 2

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code
