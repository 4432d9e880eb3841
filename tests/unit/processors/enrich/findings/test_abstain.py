"""What an ad cannot tell is unknown: its silence is concluded from only where its words were read, and are enough."""

import pytest

from processors.catalogue.abstain import MIN_WORDS, cannot_tell, reasons
from processors.catalogue.records import Abstain
from schemas.ad import TextFacts
from tests.readings import catalogue, detector, reading

LONG = "Pickers wanted for the season from May to September, call the farm"


def test_an_ad_in_a_language_that_is_read_tells_by_its_silence() -> None:
    assert "LB-04" in indicators(LONG, supported=True)


@pytest.mark.parametrize(("text", "supported"), [(LONG, False), ("Pickers wanted in May.", True)])
def test_no_employer_is_missing_where_the_ad_cannot_tell(text: str, supported: bool) -> None:
    assert "LB-04" not in indicators(text, supported)


def test_what_a_short_ad_says_is_read_all_the_same() -> None:
    assert "LB-16" in indicators("No contract, cash in hand.", supported=True)


def test_the_reasons_are_those_of_the_text() -> None:
    assert reasons(TextFacts(language="en", supported=True, words=MIN_WORDS)) == frozenset()
    assert reasons(TextFacts(language="xx", words=1)) == {Abstain.LANGUAGE, Abstain.SHORT}


def test_the_childrens_lane_never_abstains() -> None:
    why = reasons(TextFacts())
    assert not [one.id for one in catalogue().indicators.values() if one.children_lane and cannot_tell(one, why)]
    assert cannot_tell(catalogue().indicators["LB-04"], why)
    assert not cannot_tell(catalogue().indicators["SX-05"], why)


def indicators(text: str, supported: bool) -> set[str]:
    return {one.indicator for one in detector()(reading(text, "en", supported=supported))}
