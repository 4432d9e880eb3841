"""From findings to a score that can be defended line by line."""

import msgspec
import pytest

from processors.score import build, scored
from processors.score.scorer import scorer
from processors.settings import ProcessorSettings
from schemas.ad import LinkedAd, TextFacts
from schemas.base import SourceFamily
from schemas.finding import Finding, Span, State
from schemas.score import Band, Score
from tests.factories import linked_ad
from tests.readings import catalogue

READABLE = TextFacts(language="en", supported=True, words=60)
PRESENT, ABSENT, BOTH = State.PRESENT, State.ABSENT, State.CONTRADICTED


def finding(indicator: str, state: State = PRESENT, *places: tuple[int, int]) -> Finding:
    """A finding at these places; each indicator has a place of its own by default."""
    own = list(catalogue().indicators).index(indicator) * 100
    spans = tuple(Span(start=start, end=end, quote="words") for start, end in places or [(own, own + 9)])
    return Finding(indicator=indicator, state=state, spans=spans, note="Read.")


def ad(*findings: Finding, **changes: object) -> LinkedAd:
    return linked_ad(**{"findings": findings, "facts": READABLE, **changes})


def score(*findings: Finding, **changes: object) -> Score:
    return scorer(catalogue())(ad(*findings, **changes))


def ids(contributions: object) -> list[str]:
    return [one.indicator for one in contributions]  # type: ignore[attr-defined]


def test_nothing_found_is_low_and_not_safe() -> None:
    result = score()
    assert (result.band, result.value, result.reasons) == (Band.LOW, 0.0, ())
    assert "does not say that the ad is safe" in result.statement


def test_hours_and_deductions_fill_a_dimension() -> None:
    result = score(finding("LB-14"), finding("LB-09"))
    [dimension] = result.dimensions
    assert (dimension.name, dimension.positive) == ("exploitation", True)
    assert result.band is Band.MEDIUM
    assert result.statement == ("Indicators consistent with exploitative conditions of work or life; review warranted.")


def test_a_reason_says_what_how_strong_how_well_known_and_where() -> None:
    [reason] = score(finding("LB-13")).reasons
    assert (reason.indicator, reason.strength, reason.grade) == ("LB-13", "medium", "E2")
    assert (reason.dimension, reason.weight) == ("coercion_at_destination", 2.5)
    assert (reason.quotes, reason.note) == (("words",), "Read.")


def test_the_heaviest_reason_comes_first() -> None:
    weights = [reason.weight for reason in score(finding("LB-08"), finding("LB-14"), finding("LB-13")).reasons]
    assert weights == sorted(weights, reverse=True)


def test_the_same_words_count_once_in_a_dimension() -> None:
    apart = score(finding("LB-09", PRESENT, (0, 9)), finding("LB-16", PRESENT, (20, 29)), finding("LB-15"))
    same = score(finding("LB-09", PRESENT, (0, 9)), finding("LB-16", PRESENT, (5, 14)), finding("LB-15"))
    assert apart.band is Band.MEDIUM
    assert same.band is Band.LOW
    assert same.value < apart.value
    [twin] = [reason for reason in same.reasons if reason.weight == 0]
    assert "Counted once, with LB-16." in twin.note


@pytest.mark.parametrize("note", ["3 ads share contacts", "3 ads share contacts."])
def test_a_note_and_what_the_score_adds_to_it_are_two_sentences(note: str) -> None:
    [_, twin] = score(finding("NW-01"), msgspec.structs.replace(finding("NW-02"), note=note)).reasons
    assert twin.note == "3 ads share contacts. Counted once, with NW-01."


def test_two_views_of_one_fact_count_once() -> None:
    assert score(finding("NW-01"), finding("SX-14"), finding("NW-02")).value == score(finding("NW-01")).value


def test_the_same_words_may_speak_for_two_dimensions() -> None:
    result = score(finding("LB-13", PRESENT, (0, 9)), finding("LB-07", PRESENT, (0, 9)))
    assert len(result.reasons) == 2
    assert all(reason.weight > 0 for reason in result.reasons)


def test_what_is_denied_speaks_against() -> None:
    result = score(finding("LB-06", ABSENT))
    assert (ids(result.reasons), ids(result.against)) == ([], ["LB-06"])
    assert result.against[0].weight < 0
    assert result.band is Band.LOW


def test_what_protects_speaks_against_and_takes_one_finding_out() -> None:
    without = score(finding("LB-04"), finding("SX-24"), finding("LB-17"))
    protected = score(finding("LB-04"), finding("SX-24"), finding("LB-17"), finding("LB-35"))
    assert (without.band, protected.band) == (Band.MEDIUM, Band.LOW)
    assert ids(protected.against) == ["LB-35"]
    assert ids(protected.reasons) == ids(without.reasons), "everything found is still shown"


def test_nothing_weak_speaks_a_strong_finding_away() -> None:
    assert score(finding("LB-14"), finding("LB-16"), finding("LB-15", ABSENT)).dimensions[0].indicators[0] == "LB-14"


def test_what_is_said_and_denied_counts_one_step_weaker_and_says_so() -> None:
    [reason] = score(finding("LB-14", BOTH)).reasons
    assert (reason.strength, reason.weight) == ("medium", 1.5)
    assert "its opposite" in reason.note


@pytest.mark.parametrize("indicator", ["SX-08", "SX-09", "SX-10", "SX-11", "LB-28", "LB-03"])
def test_what_is_refuted_or_special_is_shown_and_moves_nothing(indicator: str) -> None:
    plain, shown = score(finding("LB-14")), score(finding("LB-14"), finding(indicator))
    assert ids(shown.shown_only) == [indicator]
    assert shown.shown_only[0].weight == 0
    assert (shown.band, shown.value, shown.reasons) == (plain.band, plain.value, plain.reasons)


def test_the_childrens_lane_and_unknown_ids_are_neither_scored_nor_shown() -> None:
    unknown = Finding(indicator="ZZ-99", state=PRESENT)
    result = score(finding("CH-04"), finding("SX-06"), unknown)
    assert (result.reasons, result.against, result.shown_only) == ((), (), ())


# fmt: off
ABSTAINED = [
    (TextFacts(language="cy", supported=False, words=60), "no word lists for the language `cy`"),
    (TextFacts(language=None, supported=False, words=60), "the language is not known"),
    (TextFacts(language="en", supported=True, words=7),   "fewer than 8 words"),
]
# fmt: on


@pytest.mark.parametrize(("facts", "reason"), ABSTAINED)
def test_what_cannot_be_read_is_not_scored_and_not_called_safe(facts: TextFacts, reason: str) -> None:
    result = score(finding("NW-01"), finding("SX-02"), facts=facts)
    assert (result.band, result.value) == (Band.UNSCORED, 0.0)
    assert reason in result.statement
    assert "says nothing about the ad" in result.statement
    assert ids(result.reasons) == ["SX-02", "NW-01"], "what links alone show is still told"


def test_unknowns_are_the_open_questions_of_this_kind_of_ad() -> None:
    job = score(finding("LB-14"), source_family=SourceFamily.CLASSIFIEDS).unknowns
    service = score(finding("SX-03"), source_family=SourceFamily.CLASSIFIEDS).unknowns
    assert "LB-06" in job
    assert "LB-14" not in job, "it is answered"
    assert {"SX-16", "SX-17"} <= set(service)
    assert not [one for one in service if one.startswith("LB-")]
    assert score(source_family=SourceFamily.CLASSIFIEDS).unknowns == ()
    assert "LB-13" in score(source_family=SourceFamily.JOB_BOARD).unknowns


def test_what_was_denied_is_not_unknown() -> None:
    assert "LB-06" not in score(finding("LB-06", ABSENT)).unknowns


def test_no_single_indicator_gives_a_high_or_medium_band() -> None:
    for indicator in catalogue().indicators:
        assert score(finding(indicator)).band is Band.LOW


def test_words_of_the_result_judge_nobody() -> None:
    everything = [finding(indicator) for indicator in catalogue().indicators]
    result = score(*everything)
    assert result.band is Band.HIGH
    said = (result.statement + " ".join(one.label + one.note for one in (*result.reasons, *result.against))).lower()
    for word in ("victim", "trafficker", "offender", "guilty", "criminal organisation"):
        assert word not in said


def test_the_stage_scores_linked_ads_by_the_catalogue_of_the_settings() -> None:
    linked = ad(finding("LB-14"), finding("LB-09"))
    result = build(ProcessorSettings())(linked)
    assert result == scored(linked, scorer(catalogue())(linked))
    assert result.score.catalogue_version == catalogue().version
    assert (result.ad_id, result.cluster, result.version) == (linked.ad_id, linked.cluster, linked.version)
