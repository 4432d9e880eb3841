"""Patterns from source files. RE2 or not at all: its time grows with the text only, whatever pattern and text say."""

from functools import cache
from typing import Annotated, Any

import re2
from pydantic import AfterValidator

MAX_MEMORY = 1 << 20  # bytes for one compiled pattern


@cache
def compiled(pattern: str) -> Any:
    """The pattern, ready for use. Raises ValueError when RE2 does not take it."""
    options = re2.Options()
    options.log_errors = False  # it would print them itself
    options.max_mem = MAX_MEMORY
    try:
        made = re2.compile(pattern, options=options)
    except re2.error as error:
        raise ValueError(f"not a pattern RE2 takes: {_words(error)}") from None
    if made.groups > 1:
        raise ValueError("a pattern takes out one part: use one group, or none for all it matches")
    return made


def first_match(pattern: str, text: str) -> str:
    """The group of the pattern, or all of the match where there is no group; empty when nothing matches."""
    made = compiled(pattern)
    match = made.search(text.encode("utf-8", "replace").decode())  # RE2 takes no half surrogate pairs
    return (match[made.groups] or "") if match else ""


def _words(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _check(pattern: str) -> str:
    compiled(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_check)]
