"""The indicators that ship: complete, cited, and honest about what they are not."""

from collections import Counter

import pytest

from processors.catalogue import Indicator
from processors.catalogue.records import Form, Function, Grade, Polarity, Sensitive
from processors.enrich.findings.readers import READERS
from tests.readings import catalogue

EVERY = list(catalogue().indicators.values())
FAMILIES = {"SX": 25, "LB": 36, "OR": 7, "FM": 8, "ST": 6, "CH": 10, "NW": 10, "FI": 4, "CT": 2, "TG": 1}
every = pytest.mark.parametrize("indicator", EVERY, ids=lambda one: one.id)


def test_the_whole_published_catalogue_is_there() -> None:
    assert Counter(one.id[:2] for one in EVERY) == FAMILIES
    assert {one.id for one in EVERY} == {f"{f}-{n:02}" for f, count in FAMILIES.items() for n in range(1, count + 1)}


@every
def test_both_languages_say_something_of_their_own(indicator: Indicator) -> None:
    for text in filter(None, (indicator.label, indicator.definition, indicator.question, indicator.gap)):
        assert text.en != text.fr
        assert text.fr == text.fr.strip()
    assert len(indicator.label.en) <= 75
    assert indicator.definition.en.endswith(".")
    assert indicator.definition.fr.endswith(".")


@every
def test_a_question_is_one(indicator: Indicator) -> None:
    if indicator.question:
        assert indicator.question.en.endswith("?")
        assert indicator.question.fr.endswith("\u00a0?") or indicator.question.fr.endswith(" ?")


@every
def test_words_are_neutral(indicator: Indicator) -> None:
    said = " ".join((indicator.label.en, indicator.definition.en, indicator.label.fr, indicator.definition.fr)).lower()
    for word in ("prostitut", "trafficker", "trafiquant", "offender", "pimp"):
        assert word not in said


@every
def test_readers_exist(indicator: Indicator) -> None:
    assert indicator.signal.reader is None or indicator.signal.reader in READERS


@every
def test_no_weight_exceeds_its_strength(indicator: Indicator) -> None:
    most = {"strong": 3, "medium": 2.5, "weak": 1.5, "none": 0}
    assert indicator.default_weight <= most[indicator.strength.level]


def test_what_testing_refuted_has_no_weight() -> None:
    refuted = {one.id for one in EVERY if one.evidence_grade is Grade.REFUTED}
    assert refuted == {"SX-09", "SX-10", "SX-11", "SX-12", "LB-28"}
    assert all(one.default_weight == 0 and one.polarity is Polarity.REFUTED for one in EVERY if one.id in refuted)


def test_special_categories_are_never_looked_for() -> None:
    special = [one for one in EVERY if one.sensitive is Sensitive.SPECIAL_CATEGORY]
    assert {one.id for one in special} == {"SX-08", "SX-22"}
    assert all(not one.scored and one.gap for one in special)


def test_what_protects_is_there() -> None:
    assert {one.id for one in EVERY if one.polarity is Polarity.PROTECTIVE} == {"LB-35", "SX-23"}


def test_everything_that_leaves_by_the_childrens_lane_has_an_id_of_that_lane() -> None:
    looked_for = {one.id for one in EVERY if one.children_lane and one.gap is None}
    assert looked_for == {"CH-01", "CH-03", "CH-04", "CH-05"}


def test_every_form_and_function_of_the_founding_document_has_an_indicator() -> None:
    assert {form for one in EVERY for form in one.forms} == set(Form)
    assert {function for one in EVERY for function in one.functions} == set(Function)


def test_every_source_is_used() -> None:
    used = {source for one in EVERY for source in (*one.sources, one.strength.source)}
    used |= {dimension.source for dimension in catalogue().dimensions.values()}
    benchmarks = catalogue().benchmarks
    used |= {wage.source for table in (benchmarks.minimum, benchmarks.usual) for wage in table.values()}
    assert set(catalogue().sources) == used


def test_the_six_published_dimensions_are_marked_as_such() -> None:
    assert sum(one.published for one in catalogue().dimensions.values()) == 6


def test_many_indicators_are_looked_for_in_both_kinds_of_ad() -> None:
    text = [one for one in EVERY if one.signal.lexicon or one.signal.together or one.signal.reader]
    assert sum("job" in one.ads for one in text) >= 25
    assert sum("service" in one.ads for one in text) >= 10
