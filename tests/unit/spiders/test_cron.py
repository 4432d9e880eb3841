"""Cron expressions: typing errors are seen without a scheduler."""

from datetime import timedelta

import pytest

from spiders.cron import check_cron, longest_gap


@pytest.mark.parametrize("text", ["* * * * *", "17 */6 * * *", "0,30 8-18 1 1-12/2 1-5", "5/10 0 * * 7"])
def test_right(text: str) -> None:
    assert check_cron(text) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("@daily", "five fields"),
        ("* * * *", "five fields"),
        ("60 * * * *", "minute"),
        ("* 24 * * *", "hour"),
        ("* * 0 * *", "day"),
        ("* * * JAN *", "month"),
        ("* * * * 8", "weekday"),
        ("*/0 * * * *", "minute"),
        ("*/ * * * *", "minute"),
        ("1-2-3 * * * *", "minute"),
        ("² * * * *", "minute"),
    ],
)
def test_wrong(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        check_cron(text)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("17 */6 * * *", timedelta(hours=6)),
        ("0 8-18 * * *", timedelta(hours=14)),
        ("*/15 * * * *", timedelta(minutes=15)),
        ("7-59/30 * * * *", timedelta(minutes=30)),
        ("0 3 * * 1", timedelta(days=7)),
        ("0 3 * * 7", timedelta(days=7)),
        ("0 3 * * 1-5", timedelta(days=3)),
        ("0 3 1 * *", timedelta(days=31)),
        ("0 0 31 2 *", timedelta(0)),
        ("0 0 1 * 1", timedelta(days=7)),
    ],
)
def test_the_longest_time_between_two_runs(text: str, gap: timedelta) -> None:
    assert longest_gap(text) == gap
