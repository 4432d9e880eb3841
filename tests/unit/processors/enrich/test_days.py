"""Days of the calendar from what is said of them."""

from datetime import UTC, date, datetime

import pytest

from processors.enrich.dates import days
from processors.enrich.letters import letters, lower
from processors.enrich.normalise import normalise
from processors.enrich.passage import passage
from tests.unit.processors.enrich.ads import raw_ad

SUNDAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "month", "day", "expected"),
    [
        (SUNDAY, 12, 24, "2026-12-24"),
        (SUNDAY, 1, 3, "2027-01-03"),
        (SUNDAY, 9, 2, "2026-09-02"),  # sixty days ago
        (SUNDAY, 9, 1, "2027-09-01"),
        (date(2027, 1, 5), 12, 24, "2026-12-24"),
        (date(2026, 3, 1), 2, 29, None),
        (date(2027, 11, 1), 2, 29, "2028-02-29"),
    ],
)
def test_a_day_without_its_year_is_the_next_or_has_just_gone_by(
    written: date, month: int, day: int, expected: str | None
) -> None:
    assert days.without_year(month, day, written) == expected


def test_a_weekday_is_the_first_after_the_day_of_writing() -> None:
    assert [days.next_weekday(number, SUNDAY) for number in (0, 5, 6)] == ["2026-11-02", "2026-11-07", "2026-11-08"]


def test_months_roll_over_the_year() -> None:
    assert days.months_ahead(1, date(2026, 12, 31)) == "2027-01"
    assert days.month_without_year(12, SUNDAY) == "2026-12"
    assert days.month_without_year(10, SUNDAY) == "2027-10"


@pytest.mark.parametrize(
    ("first", "second", "country", "language", "expected"),
    [
        (5, 6, "GB", "en", (5, 6)),
        (5, 6, "US", "en", (6, 5)),
        (5, 6, None, "en", (5, 6)),
        (24, 12, "US", "en", (24, 12)),
        (12, 24, "FR", "fr", (24, 12)),
        (5, 6, "CA", "fr", (5, 6)),
    ],
)
def test_the_country_decides_which_number_is_the_month(
    first: int, second: int, country: str | None, language: str, expected: tuple[int, int]
) -> None:
    assert days.day_and_month(first, second, country, language) == expected


def test_relative_dates_count_from_the_posting_where_it_is_known() -> None:
    normal = normalise("tomorrow")
    words = letters(lower(normal.text))
    posted = raw_ad(body="tomorrow", posted_at=datetime(2026, 10, 20, 9, tzinfo=UTC))
    assert passage(posted, normal, normal.text, words, "en").written == date(2026, 10, 20)
    assert passage(raw_ad(body="tomorrow"), normal, normal.text, words, "en").written == SUNDAY
