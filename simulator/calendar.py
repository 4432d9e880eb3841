"""The simulator's own calendar. Nothing here reads a clock: the same visit is always the same day."""

from datetime import datetime, timedelta
from random import Random

from simulator.chance import between

START = datetime.fromisoformat("2026-03-02T09:00:00+00:00")  # the first visit


def day_of(visit: int) -> datetime:
    """The moment of a visit; visits are a day apart. Raises ValueError for a visit before the first."""
    if visit < 1:
        raise ValueError(f"visits are counted from 1, not {visit}")
    return START + timedelta(days=visit - 1)


def some_time(rng: Random, now: datetime, least: int = 1, most: int = 28) -> datetime:
    """A minute of daytime, between `least` and `most` days before now."""
    day = now - timedelta(days=between(rng, least, most))
    return day.replace(hour=between(rng, 7, 21), minute=between(rng, 0, 59))


def lately(rng: Random, now: datetime) -> datetime:
    """A minute since the visit before."""
    return now - timedelta(minutes=between(rng, 10, 23 * 60))
