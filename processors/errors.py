"""Errors of the processors that a person must act on.

StageStoppedError          a stage cannot go on by itself: it ends with exit code 78 and says what to do
"""


class StageStoppedError(Exception):
    """Raised when going on would lose or spoil something, or cannot succeed. Nothing of the batch is committed.

    The message says what is wrong, `hint` what an operator should do; neither holds ad text or contacts.
    """

    exit_code = 78  # EX_CONFIG of sysexits.h: a restart alone does not help

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.hint = hint
