"""Kind `new_identifier`: an actor known for at least an hour appears with a contact it was not seen with before."""

import pytest

from tests.unit.processors.alert.tables import alerts, rule

AFTER_AN_HOUR = rule("new_identifier", known_for="1h")
IN_THE_HIGH_BAND = rule("new_identifier", condition={"field": "score.band", "op": "is", "value": "high"})

# what                                                      arrivals                               alerts
CASES = [
    ("the first ad of an actor", "a/1@0+p1+p2", ""),
    ("a second contact later", "a/1@0+p1 a/2@5+p1+p2", "a@5"),
    ("a second contact too soon", "a/1@0+p1 a/2@0.9+p1+p2", ""),
    ("exactly an hour is long enough", "a/1@0+p1 a/2@1+p2", "a@1"),
    ("an e-mail address counts as well", "a/1@0+p1 a/2@5+e1", "a@5"),
    ("two new ones in one ad", "a/1@0+p1 a/2@5+p2+e1", "a@5 a@5"),
    ("told once, though shown again", "a/1@0+p1 a/2@5+p2 a/3@6+p2 a/2@7+p2", "a@5"),
    ("delivered twice", "a/1@0+p1 a/2@5+p2 a/2@5+p2", "a@5"),
    ("an ad that is edited to show a new one", "a/1@0+p1 a/1@5+p1+p2", "a@5"),
    ("another actor's contact is new to this one", "b/9@0+p2 a/1@0+p1 a/2@5+p1+p2", "a@5"),
    ("keys interleaved", "a/1@0+p1 b/2@0+p2 a/3@5+p3 b/4@6+p4", "a@5 b@6"),
    ("out of order: the older ad makes the newer contact new", "a/2@5+p2 a/1@0+p1", "a@5"),
    ("out of order: shown long ago, so not new", "a/1@0+p1 a/3@-5+p2 a/2@9+p2", "a@0"),
    ("later than any lateness, yet new to the actor", "a/1@0+p1 b/9@90+p9 a/2@50+p2", "a@50"),
    ("later than any lateness: what is settled is not told", "a/2@0+p2 a/3@30+p2 a/1@-5+p1", ""),
    ("actors merged: ads told again teach and do not alert", "a/1@0+p1 b/2@0+p2 a/3@5+p1+p2 a/2@6+p2+p2", "a@5"),
    ("merged, and an old ad of the other shows what it always showed", "a/1@0+p1 b/2@0+p9 a/2@6+p9", ""),
    ("ads without contacts or actor", "a/1@0 -/2@5+p1 a/3@6", ""),
]  # fmt: skip

CONDITION = [
    ("the ad that shows it must meet the condition", "a/1@0+p1 a/2@5+p2", ""),
    ("only that ad must", "a/1@0+p1 a/2@5+p2!", "a@5"),
    ("not the one that shows it again", "a/1@0+p1 a/2@5+p2 a/3@6+p2!", ""),
    ("out of order, the older ad need not", "a/2@5+p2! a/1@0+p1", "a@5"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "arrivals", "expected"), CASES)
def test_sequence(what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, AFTER_AN_HOUR) == expected.split()


@pytest.mark.parametrize(("what", "arrivals", "expected"), CONDITION)
def test_condition(what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, IN_THE_HIGH_BAND) == expected.split()


def test_only_the_kinds_of_contact_asked_for() -> None:
    phones = rule("new_identifier", contacts=["phone"])
    assert alerts("a/1@0+p1 a/2@5+e1 a/3@6+p2", phones) == ["a@6"]


def test_a_throttle_tells_once_a_period() -> None:
    daily = rule("new_identifier", throttle="1d")
    assert alerts("a/1@0+p1 a/2@5+p2 a/3@6+p3 a/4@13+p4", daily) == ["a@5", "a@13"]


def test_nothing_is_new_about_a_hub() -> None:
    hub = " ".join(f"a/{number}@0+p{number}" for number in range(200))
    assert alerts(f"{hub} a/x@50+p999", AFTER_AN_HOUR) == []


def test_two_rules_share_the_book_and_not_the_condition() -> None:
    anything = rule("new_identifier", id="anything")
    assert alerts("a/1@0+p1 a/2@5+p2 a/3@6+p3!", anything, IN_THE_HIGH_BAND) == ["a@5", "a@6", "a@6"]
