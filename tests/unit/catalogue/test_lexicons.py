"""Every word list, against its own examples and against the rules that hold for all of them."""

import re

import pytest

from processors.catalogue.records import AdKind
from processors.enrich.findings.trial import what_is_said, wrong_examples
from processors.enrich.findings.words import Words
from schemas.base import SourceFamily
from schemas.finding import State
from tests.readings import catalogue, detector, reading

LEXICONS = catalogue().lexicons
TOPICS = [(language, topic) for language, lexicon in LEXICONS.items() for topic in lexicon.topics]
WORDS = Words(catalogue())
WRONG = list(wrong_examples(catalogue()))
each_topic = pytest.mark.parametrize(("language", "topic"), TOPICS)
FAMILY = {
    AdKind.JOB: SourceFamily.JOB_BOARD,
    AdKind.SERVICE: SourceFamily.ADULT_SERVICES,
    AdKind.OTHER: SourceFamily.CLASSIFIEDS,
}


@each_topic
def test_each_example_is_read_as_it_says(language: str, topic: str) -> None:
    assert [str(one) for one in WRONG if (one.language, one.topic) == (language, topic)] == []


@each_topic
def test_it_makes_no_difference_who_an_ad_is_about(language: str, topic: str) -> None:
    """Gendered words are swapped for one another, all at once."""
    examples = map(str.lower, LEXICONS[language].topics[topic].examples.present)
    swapped = [swap(text, language) for text in examples]
    assert [text for text in swapped if what_is_said(WORDS.view(reading(text, language)), topic) != "present"] == []


def swap(text: str, language: str) -> str:
    """The text with each gendered word replaced by the next one of its kind."""
    following = {
        word: group[(number + 1) % len(group)]
        for group in LEXICONS[language].swaps
        for number, word in enumerate(group)
    }
    return re.sub(r"[\w'-]+", lambda match: following.get(match[0], match[0]), text)


@each_topic
def test_each_indicator_of_a_topic_is_found_with_true_quotes(language: str, topic: str) -> None:
    indicators = [one for one in catalogue().indicators.values() if topic in one.signal.lexicon]
    assert LEXICONS[language].topics[topic].examples.present
    for indicator in indicators:
        family = FAMILY[(indicator.ads or (AdKind.JOB,))[0]]
        for text in LEXICONS[language].topics[topic].examples.present:
            read = reading(text, language, source_family=family)
            [finding] = [one for one in detector()(read) if one.indicator == indicator.id]
            assert finding.state is State.PRESENT
            assert finding.spans
            assert all(span.quote == read.ad.text[span.start : span.end] for span in finding.spans)


@pytest.mark.parametrize("language", LEXICONS)
def test_a_language_covers_every_topic(language: str) -> None:
    assert set(LEXICONS[language].topics) == set(LEXICONS["en"].topics)


def test_the_first_languages_are_there() -> None:
    assert {"en", "fr", "es", "pt", "ru", "uk", "ro", "ar"} <= catalogue().languages


@pytest.mark.parametrize("language", LEXICONS)
def test_a_language_has_guards(language: str) -> None:
    guards = LEXICONS[language].guards
    assert all((guards.negation, guards.negation_after, guards.no_negation, guards.turns, guards.others))
    assert guards.warnings


# Words that would make a score depend on where somebody comes from or what they believe.
ORIGINS = {
    "asian", "african", "european", "latina", "latino", "black", "white", "arab", "gypsy", "roma", "romanian",
    "russian", "ukrainian", "chinese", "thai", "filipina", "filipino", "vietnamese", "nigerian", "brazilian",
    "colombian", "indian", "nepali", "polish", "bulgarian", "muslim", "christian", "jewish", "hindu", "buddhist",
    "catholic", "orthodox", "foreign", "foreigner", "foreigners", "immigrant", "migrant", "asiatique", "africaine",
    "africain", "européenne", "arabe", "roumaine", "roumain", "russe", "ukrainienne", "chinoise", "chinois",
    "nigériane", "brésilienne", "musulmane", "musulman", "chrétienne", "chrétien", "juive", "juif", "étrangère",
    "étranger", "asiática", "asiático", "africana", "africano", "rumana", "rumano", "rusa", "ruso", "ucraniana",
    "ucraniano", "china", "chino", "colombiana", "brasileña", "musulmana", "musulmán", "cristiana", "cristiano",
    "judía", "judío", "азиатка", "африканка", "русская", "украинка", "китаянка", "румынка", "цыганка", "мусульманка",
    "христианка", "еврейка", "иностранка", "узбек", "таджик", "brasileira", "brasileiro",
    "romena", "romeno", "russa", "russo", "muçulmana", "muçulmano", "cristã", "cristão",
    "азійка", "українка", "росіянка", "румунка", "християнка", "єврейка",
    "іноземка", "asiatică", "asiatic", "africană", "româncă", "rusoaică", "ucraineancă", "țigancă",
    "musulmană", "creștină", "creștin", "evreică", "evreu", "străină", "străin", "آسيوية", "أفريقية",
    "روسية", "أوكرانية", "رومانية", "صينية", "فلبينية", "مسلمة", "مسلم", "مسيحية", "مسيحي", "يهودية", "أجنبية", "أجنبي",
}  # fmt: skip


@pytest.mark.parametrize("language", LEXICONS)
def test_no_word_list_knows_an_origin_or_a_belief(language: str) -> None:
    lexicon = LEXICONS[language]
    written = {
        word
        for topic in lexicon.topics.values()
        for term in (*topic.terms, *topic.against, *topic.unless)
        for atom in term.atoms
        for phrase in atom.phrases
        for word in phrase.lower().split()
    }
    assert written.isdisjoint(ORIGINS), written & ORIGINS


CHILDREN = {
    "child", "children", "kid", "kids", "teen", "teens", "schoolgirl", "enfant", "enfants", "adolescente", "niña",
    "niñas", "niño", "criança", "crianças", "adolescentes", "ребёнок", "дети", "детей", "подросток", "дитина", "діти",
    "підліток", "copil", "copii", "adolescentă", "طفل", "أطفال", "طفلة", "مراهقة",
}  # fmt: skip


@pytest.mark.parametrize("language", LEXICONS)
def test_no_word_list_speaks_of_children_beyond_ages_and_homes(language: str) -> None:
    """Lists of such terms come from authorised bodies only; what remains are guards, and words of travel, care and
    a family that may come along."""
    lexicon = LEXICONS[language]
    allowed = {
        "stated_age",
        "accepts_under_15",
        "accepts_under_18",
        "offered_under_18",
        "orphanage_visit",
        "live_in_care",
        "personal_demands",
        "residence_promise",
    }
    for name in lexicon.topics.keys() - allowed:
        for term in lexicon.topics[name].terms:
            for atom in term.atoms:
                for phrase in atom.phrases:
                    assert CHILDREN.isdisjoint(phrase.lower().split())
