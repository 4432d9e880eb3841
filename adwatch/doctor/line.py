"""One line of what the doctor says."""

from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """How what was checked is."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


class Line(NamedTuple):
    """One thing that was checked. `mend` says what to do about it, when there is something to do."""

    what: str
    mark: Mark
    found: str
    mend: str = ""
