"""What a sign is, and what the rules that find signs share."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from processors.link.records import Trace

DAY_MS = 24 * 3600 * 1000
MAX_EVIDENCE = 6  # ads named, the newest


class Sign(NamedTuple):
    """An indicator that holds, the ads that show it and one neutral sentence."""

    indicator: str
    ads: tuple[str, ...]
    note: str


def sign(indicator: str, traces: Iterable[Trace], note: str) -> Sign:
    """The sign that these traces show."""
    return Sign(indicator, tuple([trace.ad_id for trace in traces][-MAX_EVIDENCE:]), note)


def days(first_ms: int, last_ms: int) -> str:
    """The days from one moment to another, to name in a note."""
    first, last = (_day(ms) for ms in (first_ms, last_ms))
    return first if first == last else f"{first} to {last}"


def groups(sets: Iterable[Sequence[Hashable]]) -> int:
    """How many groups are left when sets with a common member are taken for one. Empty sets count for nothing."""
    distinct = {members for members in sets if members}
    if len(distinct) < 2 or all(len(members) == 1 for members in distinct):
        return len(distinct)
    left = [set(members) for members in distinct]
    count = 0
    while left:
        group = left.pop()
        count += 1
        while touching := [other for other in left if not group.isdisjoint(other)]:
            left = [other for other in left if group.isdisjoint(other)]
            group.update(*touching)
    return count


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d")
