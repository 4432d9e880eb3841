"""Cron expressions, as far as they can be understood without a scheduler: typing errors, and how often they fire."""

from datetime import date, timedelta
from itertools import pairwise

FIRST = date(2026, 1, 1)
YEARS = 2 * 365 + 1  # in days
DAY = 24 * 60  # in minutes
LIMITS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))


def check_cron(text: str) -> str:
    """The expression as it came in. Raises ValueError naming the field that is wrong."""
    fields = text.split()
    if len(fields) != len(LIMITS):
        raise ValueError("expected five fields: minute hour day month weekday, for example '17 */6 * * *'")
    for field, (name, low, high) in zip(fields, LIMITS, strict=True):
        for part in field.split(","):
            _check_part(part, name, low, high)
    return text


def _check_part(part: str, name: str, low: int, high: int) -> None:
    span, _, step = part.partition("/")
    bounds = [] if span == "*" else span.split("-")
    numbers = [*bounds, step] if "/" in part else bounds
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise ValueError(f"{name}: {part!r} is not *, a number, a range or a step")
    if len(bounds) > 2 or not all(low <= int(bound) <= high for bound in bounds) or step == "0":
        raise ValueError(f"{name}: {part!r} is not within {low} to {high}")


def longest_gap(text: str) -> timedelta:
    """The longest time between two runs of an expression, seen over two years; an expression that never fires: 0."""
    minutes, hours, days, months, weekdays = (
        _values(field, low, high) for field, (_, low, high) in zip(text.split(), LIMITS, strict=True)
    )
    weekdays = {number % 7 for number in weekdays}
    both = text.split()[2] != "*" and text.split()[4] != "*"  # cron's own rule: then one of them is enough
    fires = [
        number
        for number in range(YEARS)
        if (day := FIRST + timedelta(number)).month in months
        and (any if both else all)((day.day in days, day.isoweekday() % 7 in weekdays))
    ]
    times = sorted(60 * hour + minute for hour in hours for minute in minutes)
    overnight = [(later - earlier) * DAY - times[-1] + times[0] for earlier, later in pairwise(fires)]
    within = [later - earlier for earlier, later in pairwise(times)]
    return timedelta(minutes=max(overnight + within)) if overnight else timedelta()


def _values(field: str, low: int, high: int) -> set[int]:
    """The numbers a field stands for."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start = low if span == "*" else int(first)
        end = high if span == "*" or (step and not last) else int(last or first)
        found.update(range(start, end + 1, int(step or 1)))
    return found
