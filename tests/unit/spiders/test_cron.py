"""Cron expressions: typing errors are seen without a scheduler."""

import pytest

from spiders.cron import check_cron


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
