"""The phrase banks are whole: every family finds its sections, every slot can be filled."""

import re
from itertools import product
from random import Random

import pytest

from simulator.draft import RECIPES, compose
from simulator.mix import COUNTRIES, HOUSEHOLD, KINDS, LANGUAGES, SAID
from simulator.phrases import LANGUAGES as BANKS
from simulator.phrases import SLOTS, Sentence, bank, parse, write

KINDS_OF_BANKS = [(language, kind) for language in BANKS for kind in bank(language).kinds]


def texts(sentence: Sentence) -> set[str]:
    return {write(sentence, Random(seed)) for seed in range(300)}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", {"Plain"}),
        ("[a|b] c", {"A c", "B c"}),
        ("x[|, y]", {"X", "X, y"}),
        ("<3..5> boxes", {"3 boxes", "4 boxes", "5 boxes"}),
        ("[<wood>|steel] for {price}", {"Oak for {price}", "Elm for {price}", "Steel for {price}"}),
        ("{city} [a <1..2>|b]", {"{city} a 1", "{city} a 2", "{city} b"}),
    ],
)
def test_how_a_sentence_is_written(text: str, written: set[str]) -> None:
    assert texts(parse(text, {"wood": ("oak", "elm")})) == written


@pytest.mark.parametrize("language", BANKS)
def test_every_language_has_all_that_is_common(language: str) -> None:
    found = bank(language)
    assert set(found.common) == {"boilerplate", "closing", "updates", "edits"}
    assert set(found.contact) == {"phone", "email", "handle", "url", "hub"}
    assert set(found.cities) == set(COUNTRIES[language])
    assert set(found.per) == {"hour", "day", "week", "month", "session"}
    assert all(found.contact.values())
    assert all(f"{{{slot}}}" in write(line, Random(1)) for slot, lines in found.contact.items() for line in lines)


@pytest.mark.parametrize(("language", "kind"), KINDS_OF_BANKS)
def test_every_kind_has_the_sections_of_its_family(language: str, kind: str) -> None:
    found = bank(language).kinds[kind]
    for section, _, most in RECIPES[found.family]:
        assert len(found.sections[section]) >= min(most, 2), section
    assert len(found.sections["titles"]) >= 2
    assert 0 < found.money.low < found.money.high


@pytest.mark.parametrize(("language", "kind"), KINDS_OF_BANKS)
def test_every_kind_composes_with_slots_that_can_be_filled(language: str, kind: str) -> None:
    for seed in range(30):
        draft = compose(Random(seed), language, kind, ("phone", "email", "handle", "url"))
        assert draft.slots <= SLOTS
        assert {"phone", "email", "handle", "url"} <= draft.slots
        assert not re.search(r"[\[\]|<>]", draft.body(dict.fromkeys(SLOTS, "")))


def test_english_and_french_can_say_every_planted_indicator() -> None:
    planted_by_cases = {"LB-24", "LB-35", "SX-10", "SX-23", "SX-24", "CH-04"}
    wanted = planted_by_cases.union(*SAID.values())
    assert wanted <= set(bank("en").says) & set(bank("fr").says)


def test_indicators_are_written_in_several_ways() -> None:
    for language, polarity in product(("en", "fr"), ("says", "denies")):
        for name, sentences in getattr(bank(language), polarity).items():
            assert len({text for sentence in sentences for text in texts(sentence)}) >= 2, (language, name)


def test_the_mix_names_only_kinds_that_exist() -> None:
    assert set(KINDS) | set(HOUSEHOLD) <= set(bank("en").kinds) == set(bank("fr").kinds)
    assert set(LANGUAGES) == set(BANKS)
