"""Corrections of what nobody was told yet: it is told with them, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from processors.notify.targets.errors import RefusedError
from tests.unit.processors.notify.corrections import (
    TOLD,
    away,
    corrected,
    letter,
    outcomes,
)
from tests.unit.processors.notify.test_plan import MORNING, Office


def test_a_correction_of_what_nobody_was_told_is_told_nobody() -> None:
    office = Office(team={})
    office.raise_(corrected())
    office.raise_(TOLD)
    assert office.got() == [], "and the alert is not told after that"


@pytest.mark.parametrize(("outcome", "expected"), [("withdrawn", []), ("weakened", [("al-1", "weakened")])])
def test_in_one_batch_the_alert_goes_out_with_it_or_not_at_all(outcome: str, expected: list[Any]) -> None:
    office = Office(team={})
    office.raise_(TOLD, corrected(outcome))
    assert outcomes(office) == expected
    assert all(each.record.sentence for each in office.baskets["team"].got)


def test_the_same_for_what_waits_for_the_end_of_quiet_hours() -> None:
    held = replace(TOLD, deliver_at=MORNING + timedelta(hours=3))
    office = Office(team={})
    office.raise_(held, replace(held, alert_id="al-2"))
    office.raise_(corrected("weakened"), corrected(name="al-2-c1", told=replace(held, alert_id="al-2")))
    assert office.got() == []
    office.later(hours=4)
    assert outcomes(office) == [("al-1", "weakened")]


def test_what_was_due_may_have_been_sent_so_its_place_is_taken_by_the_correction() -> None:
    office = Office(team={})
    back = away(office)
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    back()
    office.later(hours=1)
    assert outcomes(office) == [("al-1", "withdrawn")]


def test_who_refused_the_alert_gets_no_correction_and_its_letter_has_it() -> None:
    office = Office(team={})
    back = away(office, RefusedError("no"))
    office.raise_(TOLD)
    back()
    office.raise_(corrected("weakened"))
    again = letter(office)
    assert (again.correction and again.correction.outcome, again.sentence) == ("weakened", TOLD.sentence)
    assert office.got() == []
    office.raise_(again)
    office.raise_(again)
    assert outcomes(office) == [("al-1", "weakened")]


def test_a_correction_that_was_refused_is_tried_again_by_its_letter() -> None:
    office = Office(team={})
    office.raise_(TOLD)
    back = away(office, RefusedError("no"))
    office.raise_(corrected())
    back()
    office.raise_(letter(office))
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]
