"""The shipped rules as a family: a new one is covered on arrival."""

import re
from pathlib import Path
from typing import Any

import pytest

from processors.alert import load_rules
from processors.alert.kinds import KINDS
from processors.alert.rule import Rule
from processors.alert.trial import failures
from processors.catalogue import Catalogue, load

FOLDER = Path(__file__).parents[3] / "catalogue"
RULES = load_rules(FOLDER / "rules")
NEVER_SAID = re.compile(r"trafficker|prostitut|victim|offender|trafiquant|victime|coupable", re.IGNORECASE)

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(FOLDER)


def test_there_are_rules() -> None:
    assert len(RULES) >= 10


@every_rule
def test_its_examples_do_what_they_say(rule: Rule[Any]) -> None:
    assert list(failures(rule)) == []


@every_rule
def test_it_rests_on_indicators_that_count(rule: Rule[Any], catalogue: Catalogue) -> None:
    for indicator in rule.file.indicators:
        assert catalogue.indicators[indicator].is_counted, indicator
        assert not catalogue.indicators[indicator].children_lane, indicator


@every_rule
def test_its_sources_are_in_the_list_of_sources(rule: Rule[Any], catalogue: Catalogue) -> None:
    assert set(rule.file.source) <= set(catalogue.sources)


@every_rule
def test_it_says_nothing_about_persons(rule: Rule[Any]) -> None:
    words = [getattr(rule.file, name) for name in ("title", "sentence", "why", "run_book")]
    assert not NEVER_SAID.search(" ".join(text for word in words for text in (word.en, word.fr)))


@every_rule
def test_it_is_written_in_both_languages(rule: Rule[Any]) -> None:
    for name in ("title", "sentence", "why", "run_book"):
        words = getattr(rule.file, name)
        assert words.en != words.fr, name


def test_there_are_rules_of_every_kind() -> None:
    assert {rule.file.kind for rule in RULES} == set(KINDS)
