"""What every record has in common: frozen, typed, validated while decoding."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

Moment = Annotated[datetime, msgspec.Meta(tz=True)]  # a moment without a time zone is refused while decoding


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all records. `kw_only` is not inherited, `frozen` not by type checkers: each record says both.

    Unknown fields are ignored when decoding, so that a reader of today understands the additive changes of
    tomorrow inside one topic version. "Changing" a record means `msgspec.structs.replace`. What is frozen cannot come
    to hold itself, so the garbage collector need not look at it (`gc=False`): decoding takes a quarter less time.
    """


class SourceFamily(StrEnum):
    """The kinds of public places the founding document names (E/CN.15/2018/L.2, PP11), and job boards."""

    CLASSIFIEDS = "classifieds"
    JOB_BOARD = "job_board"
    ADULT_SERVICES = "adult_services"
    SOCIAL = "social"
    ONION_MIRROR = "onion_mirror"


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware datetime; a naive one raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return int(moment.timestamp() * 1000)
