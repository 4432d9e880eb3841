"""Corrections: who was told gets each one once, in whatever order they come."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from msgspec.structs import replace

from processors.notify.forget import forget, remains
from schemas.alert import Alert, Correction
from tests.factories import NOON, alert
from tests.unit.processors.notify.corrections import (
    BEFORE,
    CORRECTIONS,
    NEWEST_LAST,
    TOLD,
    corrected,
    outcomes,
)
from tests.unit.processors.notify.test_plan import MORNING, Office


def test_who_was_told_gets_each_correction_once() -> None:
    office = Office(team={}, other={"severity": "high"})
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    office.raise_(TOLD, corrected("weakened"))  # a replay of all
    assert outcomes(office) == [("al-1", ""), ("al-1", "weakened"), ("al-1", "withdrawn")]
    assert office.got("other") == []


def test_a_clock_that_is_ahead_has_nobody_told_twice_and_no_correction_lost() -> None:
    office = Office(team={})
    office.raise_(TOLD)
    office.raise_(alert(alert_id="al-9", at=NOON + timedelta(days=4_000)))  # of a crawl by a host with a wrong clock
    office.raise_(TOLD)
    office.raise_(corrected())
    assert outcomes(office) == [("al-1", ""), ("al-9", ""), ("al-1", "withdrawn")]


@pytest.mark.parametrize("later", [False, True])
def test_an_earlier_correction_that_comes_again_is_told_nobody(later: bool) -> None:
    office = Office(team={})
    office.raise_(TOLD)
    first, second = corrected("weakened"), corrected("weakened", "al-1-c2", at=NOON + timedelta(seconds=1))
    office.raise_(second)
    if later:
        office.later(hours=1)
    office.raise_(first)
    assert outcomes(office) == [("al-1", ""), ("al-1", "weakened")]
    assert office.got() == ["al-1", "al-1"]
    assert office.baskets["team"].got[-1].record.correction.id == "al-1-c2"


@given(st.lists(st.lists(st.sampled_from([TOLD, *CORRECTIONS]), max_size=3), max_size=8), st.booleans())
@how(max_examples=50, deadline=None)
def test_in_whatever_order_they_are_replayed_no_outcome_goes_back(batches: list[list[Alert]], told: bool) -> None:
    office = Office(team={}, quiet={"quiet": {"start": "08:00", "end": "09:30"}}, digest={"per_day": 1})
    office.raise_(BEFORE, *([TOLD] if told else []))
    for batch in batches:
        office.raise_(*batch)
        office.later(minutes=20)
    office.later(days=2)
    given_at_all = [each for each in NEWEST_LAST if any(each in batch for batch in batches)]
    for team in ("team", "quiet"):
        records = [each.record for each in office.baskets[team].got if each.record.alert_id == "al-1"]
        said = [0 if one.correction is None else 1 + _place(one.correction) for one in records]
        assert said == sorted(set(said)), "each once, and none after one that is newer"
        if told and given_at_all:
            withdrawn_unsent = team == "quiet" and not said and CORRECTIONS[2] in given_at_all
            assert withdrawn_unsent or said[-1] == 1 + NEWEST_LAST.index(given_at_all[-1])
    for made in office.digests("digest"):
        assert [each.sentences["en"].count("since") for each in made.alerts] in ([0], [1])


def _place(said: Correction) -> int:
    return [each.correction.id for each in NEWEST_LAST if each.correction].index(said.id)


def test_a_correction_keeps_the_quiet_hours_of_its_rule_and_then_those_of_the_team() -> None:
    office = Office(team={}, other={"quiet": {"start": "10:00", "end": "12:00"}})
    office.raise_(TOLD)
    office.raise_(replace(corrected(), deliver_at=MORNING + timedelta(hours=3)))
    office.later(hours=2)
    assert outcomes(office) == outcomes(office, "other") == [("al-1", "")]
    office.later(hours=1)
    assert outcomes(office)[1:] == [("al-1", "withdrawn")]
    assert outcomes(office, "other")[1:] == []
    office.later(hours=1)
    assert outcomes(office, "other")[1:] == [("al-1", "withdrawn")]


def test_a_correction_that_waits_for_the_end_of_quiet_hours_gives_way_to_the_next_one() -> None:
    office = Office(team={"quiet": {"start": "20:00", "end": "07:00"}})
    office.raise_(TOLD)
    office.later(hours=13)
    office.raise_(corrected("weakened"))
    office.raise_(corrected("withdrawn", "al-1-c2"))
    assert outcomes(office) == [("al-1", "")]
    office.later(hours=12)
    assert outcomes(office) == [("al-1", ""), ("al-1", "withdrawn")]


def test_erased_ads_are_not_in_what_is_kept_of_corrections() -> None:
    office = Office(team={})
    office.raise_(TOLD)
    office.raise_(corrected("weakened"))
    assert remains({"two"}, office._state) == 1
    assert forget({"two"}, office._state) == 1
    assert (remains({"two"}, office._state), remains({"one"}, office._state)) == (0, 1)
