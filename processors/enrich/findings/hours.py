"""Working hours as they were read, whatever the language."""

import re

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State
from schemas.mention import Mention, MentionKind

_COUNTED = re.compile(r"(\d+) h/(\w+)")
_FROM_TO = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
LONGEST = {"day": 10, "shift": 11, "week": 59}  # hours; more is excessive
LONGEST_PRESENCE = 12.5  # hours from the beginning to the end of a day


def long_hours(view: View) -> Evidence | None:
    """More than ten hours a day or sixty a week. Days off are left to the words: shops speak of them too."""
    spans = tuple((m.start, m.end) for m in view.of(MentionKind.HOURS) if _is_long(m))
    return Evidence(State.PRESENT, spans) if spans else None


def _is_long(mention: Mention) -> bool:
    value = mention.value
    if match := _FROM_TO.fullmatch(value):
        start, end = int(match[1]) + int(match[2]) / 60, int(match[3]) + int(match[4]) / 60
        return LONGEST_PRESENCE < end - start < 24
    match = _COUNTED.fullmatch(value)
    return bool(match and int(match[1]) > LONGEST.get(match[2], 1000))
