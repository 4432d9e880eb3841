"""Days of the calendar from what is said of them: values are ISO 8601, "2026-12-24" or "2026-12"."""

from datetime import date, timedelta

_PAST = 60  # days: a day without its year is at most so long gone, else it is still to come
_MONTH_FIRST = frozenset(("US", "PH", "FM", "PW", "MH"))
_CENTURY = 2000


def iso(year: int, month: int, day: int) -> str | None:
    """The date, if there is such a day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def full_year(written: str) -> int:
    """A year of two or four digits."""
    return int(written) if len(written) == 4 else _CENTURY + int(written)


def day_and_month(first: int, second: int, country: str | None, language: str | None) -> tuple[int, int]:
    """(day, month) of two numbers as written: by their size, and where both could be either, by the country's habit."""
    month_first = country in _MONTH_FIRST or (country == "CA" and language == "en")
    if second > 12 or (month_first and first <= 12):
        return second, first
    return first, second


def without_year(month: int, day: int, written: date) -> str | None:
    """The day as the author must have meant it: the next one, or one that has just gone by."""
    oldest = written - timedelta(days=_PAST)
    for year in (written.year - 1, written.year, written.year + 1):
        found = iso(year, month, day)
        if found and found >= oldest.isoformat():
            return found
    return None


def month_without_year(month: int, written: date) -> str:
    """This month or the next of its name."""
    year = written.year + (month < written.month)
    return f"{year}-{month:02}"


def next_weekday(weekday: int, written: date) -> str:
    """The first such day after the day of writing; 0 is Monday."""
    return (written + timedelta(days=(weekday - written.weekday() - 1) % 7 + 1)).isoformat()


def months_ahead(count: int, written: date) -> str:
    """A month counted from that of writing."""
    years, month = divmod(written.month - 1 + count, 12)
    return f"{written.year + years}-{month + 1:02}"


def days_ahead(count: int, written: date) -> str:
    """A day counted from that of writing."""
    return (written + timedelta(days=count)).isoformat()
