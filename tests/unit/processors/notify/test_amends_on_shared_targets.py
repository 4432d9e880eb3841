"""Corrections of what teams are told that share a target: once, in the words it was told in."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.unit.processors.notify.corrections import (
    BEFORE,
    TOLD,
    corrected,
    outcomes,
)
from tests.unit.processors.notify.test_plan import MORNING, Office


def test_two_teams_on_one_target_have_it_corrected_once_in_the_words_it_was_told_in() -> None:
    shared = {"basket": "box"}
    office = Office(
        high=shared | {"severity": "high", "language": "en"}, team=shared | {"language": "fr"}, other=dict(shared)
    )
    office.raise_(TOLD)
    office.raise_(corrected())
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]
    assert [each.language for each in office.baskets["team"].got] == ["fr", "fr"]


def test_what_waits_for_two_teams_on_one_target_does_not_go_out_as_it_was() -> None:
    office = Office(team={"basket": "box"}, other={"basket": "box", "language": "fr"})
    held = replace(TOLD, deliver_at=MORNING + timedelta(hours=3))
    office.raise_(held)
    office.raise_(corrected(told=held))
    office.later(hours=4)
    assert office.got() == []


@pytest.mark.parametrize("first", ["team", "other"])
def test_a_target_that_was_told_for_one_team_is_told_the_correction_though_another_team_holds_it(first: str) -> None:
    wishes = {"team": {"basket": "box"}, "other": {"basket": "box", "per_day": 1}}
    office = Office(**{name: wishes[name] for name in sorted(wishes, key=lambda name: name != first)})
    office.raise_(BEFORE)
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    assert outcomes(office)[1:] == [("al-1", ""), ("al-1", "weakened")]
    office.later(days=1)
    [digest] = office.digests()
    assert digest.alerts[0].sentences["en"].startswith("[Weakened since")
