"""Kind `any`: an ad that meets the condition, once."""

import pytest

from tests.unit.processors.alert.tables import alerts, rule

HIGH = {"field": "score.band", "op": "is", "value": "high"}
DAY = 24

# what                                              arrivals                              alerts
PER_AD = [
    ("one ad that meets the condition", "a/1@0!", "a@0"),
    ("one that does not", "a/1@0", ""),
    ("two ads", "a/1@0! a/2@1!", "a@0 a@1"),
    ("the same ad again", "a/1@0! a/1@24!", "a@0"),
    ("the same ad delivered twice", "a/1@0! a/1@0!", "a@0"),
    ("an ad edited until it meets the condition", "a/1@0 a/1@5!", "a@5"),
    ("edited out of the condition and back in", "a/1@0! a/1@1 a/1@2!", "a@0"),
    ("linked to another actor later", "a/1@0! b/1@1!", "a@0"),
    ("late, behind a newer one", "a/1@48! b/2@0!", "a@48 b@0"),
    ("later than any lateness", "a/1@480! b/2@0!", "a@480 b@0"),
    ("online for a year and seen every thirty days", " ".join(f"a/1@{day * DAY}!" for day in range(0, 365, 30)), "a@0"),
    ("no actor, so nothing to be about", "-/1@0!", ""),
]  # fmt: skip

# Periods of a day start at 0:00, which is 12 hours after NOON, the zero of the table.
PER_ACTOR_AND_DAY = [
    ("the first of a day is told", "a/1@0! a/2@1! a/3@2!", "a@0"),
    ("the next day again", "a/1@0! a/2@13!", "a@0 a@13"),
    ("the last moment of a day and the first of the next", "a/1@11.99! a/2@12!", "a@11.99 a@12"),
    ("keys do not share a throttle", "a/1@0! b/2@1! a/3@2! b/4@3!", "a@0 b@1"),
    ("late, in a day that was told", "a/1@0! a/2@13! a/3@1!", "a@0 a@13"),
    ("late, in a day that was not", "a/2@13! a/1@0!", "a@13 a@0"),
    ("an ad told yesterday is not told today", "a/1@0! a/1@13!", "a@0"),
    ("an ad held back yesterday is not told today", "a/1@0! a/2@1! a/2@13!", "a@0"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "arrivals", "expected"), PER_AD)
def test_each_ad_is_told_once(what: str, arrivals: str, expected: str) -> None:
    told = alerts(arrivals, rule("any", condition=HIGH, key=["actor", "ad_id"]))
    assert [alert.split("/")[0] + "@" + alert.split("@")[1] for alert in told] == expected.split()


@pytest.mark.parametrize(("what", "arrivals", "expected"), PER_ACTOR_AND_DAY)
def test_a_throttle_tells_once_a_period(what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, rule("any", condition=HIGH, throttle="1d")) == expected.split()


def test_without_a_throttle_a_key_is_told_once_for_all() -> None:
    assert alerts("a/1@0! a/2@500! b/3@501!", rule("any", condition=HIGH)) == ["a@0", "b@501"]
