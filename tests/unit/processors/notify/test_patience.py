"""When a target counts as dead: after a day of trying, and not because nobody tried."""

from datetime import timedelta

from processors.notify.sending import DEAD_WAIT_S
from tests.unit.processors.notify.corrections import TOLD, away, letter
from tests.unit.processors.notify.test_plan import Office


def test_a_target_that_was_away_for_a_moment_is_not_dead_after_we_were_away_for_days() -> None:
    office = Office(team={})
    back = away(office)
    office.raise_(TOLD)
    office.later(days=3)  # this process was down, or its clock was set; and the target is away for one more moment
    assert office._run([], office._state) == [], "nothing is given up"
    back()
    office.later(hours=1)
    assert office.got() == ["al-1"]


def test_a_target_that_was_away_while_our_clock_was_ahead_is_tried_when_that_is_set_right() -> None:
    office = Office(team={})
    back = away(office)
    office.raise_(TOLD)
    office.later(days=4_000)
    office.now -= timedelta(days=4_000)
    for _ in range(24):
        assert office._run([], office._state) == [], "nothing is given up"
        office.now += timedelta(seconds=DEAD_WAIT_S)
    back()
    office.later(seconds=0)
    assert office.got() == ["al-1"]


def test_nor_does_that_keep_it_from_being_dead_after_a_day_of_trying() -> None:
    office = Office(team={})
    away(office)
    office.raise_(TOLD)
    office.later(days=4_000)
    office.now -= timedelta(days=4_000)
    for _ in range(24):
        office.later(seconds=DEAD_WAIT_S)
    assert [item.id for item in office.waiting()] == ["al-1"]
    office.now += timedelta(hours=1)
    assert letter(office).alert_id == "al-1"


def test_a_target_that_took_nothing_for_a_day_of_trying_is_dead() -> None:
    office = Office(team={})
    away(office)
    office.raise_(TOLD)
    for _ in range(24):
        office.later(seconds=DEAD_WAIT_S)
    assert [item.id for item in office.waiting()] == ["al-1"]
    office.now += timedelta(hours=1)
    assert letter(office).alert_id == "al-1"
