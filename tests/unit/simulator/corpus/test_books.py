"""Every language can say what the stories need, in both shares, and no sentence stands in both."""

import re
from itertools import product
from random import Random

import pytest

from simulator.corpus import SHARES, Share, languages
from simulator.corpus.book import Book, book, phrase
from simulator.corpus.compose import Plan, Writer
from simulator.corpus.settings import following, kinds, touching
from simulator.corpus.stories import Step, stories
from simulator.phrases import SLOTS, bank
from tests.unit.simulator.test_text import UNWANTED

BOOKS = list(product(languages(), SHARES))
STEPS = [(name, step) for name, story in stories().items() for step in story.steps]
FORMS = {
    "labour_exploitation", "domestic_servitude", "forced_criminality", "sexual_exploitation", "organ_removal",
    "forced_marriage", "surrogacy_exploitation", "sex_tourism",
}  # fmt: skip


def lines(read: Book) -> list[str]:
    groups = (read.statements, read.settings, read.families)
    return [one.source for group in groups for parts in group.values() for some in parts.values() for one in some]


def flat(entries: tuple[str | tuple[str, ...], ...]) -> set[str]:
    return {name for entry in entries for name in ([entry] if isinstance(entry, str) else entry)}


def test_the_languages_are_the_eight_of_the_word_lists() -> None:
    assert set(languages()) == {"en", "fr", "es", "pt", "ru", "uk", "ro", "ar"}


@pytest.mark.parametrize(("language", "share"), BOOKS)
def test_every_book_has_the_sections_of_the_english_one(language: str, share: Share) -> None:
    found, model = book(language, share), book("en", "open")
    for one, other in zip(
        (found.statements, found.settings, found.families),
        (model.statements, model.settings, model.families),
        strict=True,
    ):
        assert {name: set(parts) for name, parts in one.items()} == {name: set(parts) for name, parts in other.items()}
    assert set(found.settings) == set(kinds())
    assert {kind.family for kind in kinds().values()} == set(found.families)


@pytest.mark.parametrize(("language", "share"), BOOKS)
def test_every_slot_can_be_filled_and_every_bracket_is_closed(language: str, share: Share) -> None:
    for line in lines(book(language, share)):
        assert set(re.findall(r"\{(\w+)\}", line)) <= SLOTS, line
        assert line.count("[") == line.count("]"), line


@pytest.mark.parametrize("language", languages())
def test_no_sentence_stands_in_both_shares(language: str) -> None:
    assert set(lines(book(language, "open"))) & set(lines(book(language, "frozen"))) == set()
    assert bank(language).cities


@pytest.mark.parametrize(("language", "share"), BOOKS)
def test_no_unwanted_word_stands_in_a_book(language: str, share: Share) -> None:
    found = {word for line in lines(book(language, share)) for word in re.findall(r"\w+", line.lower())}
    assert found & set(UNWANTED.split()) == set()


def test_marks_are_read() -> None:
    found = phrase("You sleep here. +LB-08 ?LB-14 -LB-31 -CT-01")
    assert (found.source, found.also, found.doubtful) == ("You sleep here.", ("LB-08",), ("LB-14",))
    assert set(found.not_beside) == {"LB-31", "CT-01"}


def test_neutral_sentences_do_not_contradict_what_an_ad_states() -> None:
    writer = Writer(book("en", "open"), Random(1))
    bodies = [
        writer.draft(Plan("farm", says=("LB-14",)), (), company=True)[0].body(dict.fromkeys(SLOTS, ""))
        for _ in range(60)
    ]
    assert not any("Monday to Friday" in body or "Saturday only" in body for body in bodies)


@pytest.mark.parametrize(("name", "step"), STEPS, ids=[f"{name}-{step.setting}" for name, step in STEPS])
def test_stories_say_only_what_the_books_can_say(name: str, step: Step) -> None:
    statements = book("en", "open").statements
    for part in ("says", "denies", "near"):
        assert all(part in statements[one] for one in flat(getattr(step, part)))
    assert all("says" in statements[one] for one in step.more)
    assert step.take <= len(step.more)


def test_stories_cover_all_forms_and_name_a_form_only_where_one_is_shown() -> None:
    planted = [story for story in stories().values() if story.standing == "planted"]
    assert {story.form for story in planted} == FORMS
    assert all(story.form is None for story in stories().values() if story.standing in ("look_alike", "decoy"))


def test_indicators_made_of_others_follow_where_they_stand_together() -> None:
    assert following("hostess", {"LB-11"}) == {"SX-24"}
    assert following("keyboard", {"LB-11", "LB-05"}) == {"LB-24"}
    assert following("farm", {"LB-11", "LB-05", "LB-08"}) == set()


def test_definitions_that_touch_belong_to_statements_of_the_books() -> None:
    for part in ("says", "denies", "near"):
        assert all(part in book("en", "open").statements[name] for name in touching(part))
