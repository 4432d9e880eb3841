"""When an alert may be sent: a table of moments. Times are UTC unless the case says otherwise."""

from datetime import UTC, datetime
from typing import Any

import pytest

from processors.alert.delivery import Delivery, plan
from schemas.alert import Severity

NIGHT = {"start": "22:00", "end": "07:00"}
LUNCH = {"start": "12:00", "end": "13:00"}
DAILY = {"every": "24h"}
TWICE = {"at": ["08:00", "16:00"]}
PARIS = {"at": ["08:00"], "zone": "Europe/Paris"}

# what                                     delivery                                   alert at            sent at
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("nothing said", {}, "2026-03-02 23:10", "at once"),
    ("in quiet hours before midnight", {"quiet": NIGHT}, "2026-03-02 23:10", "2026-03-03 07:00"),
    ("after midnight", {"quiet": NIGHT}, "2026-03-03 03:00", "2026-03-03 07:00"),
    ("at their end", {"quiet": NIGHT}, "2026-03-03 07:00", "at once"),
    ("at their beginning", {"quiet": NIGHT}, "2026-03-02 22:00", "2026-03-03 07:00"),
    ("outside them", {"quiet": NIGHT}, "2026-03-02 12:00", "at once"),
    ("within a day", {"quiet": LUNCH}, "2026-03-02 12:30", "2026-03-02 13:00"),
    ("outside, within a day", {"quiet": LUNCH}, "2026-03-02 13:00", "at once"),
    (
        "elsewhere it is night already",
        {"quiet": NIGHT | {"zone": "Asia/Tokyo"}},
        "2026-03-02 14:00",
        "2026-03-02 22:00",
    ),
    ("a daily digest", {"digest": DAILY}, "2026-03-02 12:00", "2026-03-03 00:00"),
    ("at its end begins the next", {"digest": DAILY}, "2026-03-03 00:00", "2026-03-04 00:00"),
    ("at set times", {"digest": TWICE}, "2026-03-02 12:00", "2026-03-02 16:00"),
    ("the next morning", {"digest": TWICE}, "2026-03-02 16:00", "2026-03-03 08:00"),
    ("in winter", {"digest": PARIS}, "2026-03-28 06:00", "2026-03-28 07:00"),
    ("in summer, the morning after the change", {"digest": PARIS}, "2026-03-28 12:00", "2026-03-29 06:00"),
    ("a digest that ends in quiet hours", {"digest": DAILY, "quiet": NIGHT}, "2026-03-02 12:00", "2026-03-03 07:00"),
    ("this is not under the severity", {"digest": DAILY | {"below": "medium"}}, "2026-03-02 12:00", "at once"),
    ("this is", {"digest": DAILY | {"below": "high"}}, "2026-03-02 12:00", "2026-03-03 00:00"),
    ("quiet unless medium", {"quiet": NIGHT | {"unless": "medium"}}, "2026-03-02 23:10", "at once"),
]


@pytest.mark.parametrize(("what", "said", "moment", "expected"), CASES)
def test_plan(what: str, said: dict[str, Any], moment: str, expected: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    found = plan(Delivery.model_validate(said), at, Severity.MEDIUM, "a_rule").at
    assert (f"{found:%Y-%m-%d %H:%M}" if found else "at once") == expected


def test_high_alerts_go_out_at_night_unless_nothing_may() -> None:
    at = datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert plan(Delivery.model_validate({"quiet": NIGHT}), at, Severity.HIGH).at is None
    assert plan(Delivery.model_validate({"quiet": NIGHT | {"unless": None}}), at, Severity.HIGH).at is not None


def test_alerts_of_one_digest_have_its_name() -> None:
    said, day = Delivery.model_validate({"digest": DAILY}), datetime(2026, 3, 2, tzinfo=UTC)
    names = {plan(said, day.replace(hour=hour), Severity.LOW, "a_rule").digest for hour in (0, 12, 23)}
    assert names == {"a_rule/2026-03-03T00:00:00Z"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"digest": {}}, "expected one of: every, at"),
        ({"digest": {"every": "1h", "at": ["08:00"]}}, "expected one of: every, at"),
        ({"digest": {"at": ["8 o'clock"]}}, "expected a time in quotes"),
        ({"quiet": {"start": 1320, "end": "07:00"}}, "expected a time in quotes"),
        ({"quiet": NIGHT | {"zone": "Mars/Olympus"}}, "no time zone 'Mars/Olympus'"),
    ],
)
def test_what_makes_no_sense_is_refused(said: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Delivery.model_validate(said)
