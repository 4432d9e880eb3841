"""What has happened before: the memory that keeps one thing from being told or counted twice."""

import hashlib

from processors.memory import Memory

TABLE = "seen"
DAY = 86_400_000
# Longer than `ads.indexed` keeps its records, so that a replay of all of them onto this state tells nothing twice.
KEEP = 45 * DAY


def digest(*parts: str) -> bytes:
    """A short key of these parts in this order."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def first_time(memory: Memory, *parts: str, keep: int = KEEP) -> bool:
    """Whether these parts together were never here before; from now on they were, for `keep` ms of event time.

    Each coming back renews the memory, so an ad that stays online for a year is not new again after 45 days.
    """
    key = digest(*parts)
    until, kept_until = memory.watermark + keep, memory.until(TABLE, key)
    if until - kept_until > DAY:  # renewed once a day at most: reading is cheap, writing is not
        memory.put(TABLE, key, b"", until)
    return kept_until == 0
