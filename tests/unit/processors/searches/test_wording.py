"""What a person types becomes words to match, within bounds, and is marked where it is found."""

from pathlib import Path
from typing import Any

import pytest

from processors.searches.marking import passages
from processors.searches.synonyms import NAMES, Synonyms, load
from processors.searches.wording import MOST_TEXT, MOST_WORDS, wanted
from processors.settings import ProcessorSettings
from processors.stems import stem

GROUP = ((stem("housing", "en"),), (stem("logement", "fr"),), (stem("living", "en"), stem("quarters", "en")))
KNOWN = Synonyms({"housing": GROUP})
NOTHING = Synonyms({})


def prefix(value: str) -> dict[str, Any]:
    return {"prefix": {"search_text": {"value": value, "rewrite": "top_terms_boost_64"}}}


ASKED: dict[str, list[dict[str, Any]]] = {
    "seas*": [prefix("seas")],
    "ÉTÉ*": [prefix("ete")],
    "wo?k*s": [],
    '"night shift"': [{"match_phrase": {"search_text": "night shift"}}],
    '"Été" ': [{"match_phrase": {"search_text": "ete"}}],
    "night-shift": [{"match_phrase": {"search_text": "night-shift"}}],
    "a:b": [{"match_phrase": {"search_text": "a:b"}}],
}


@pytest.mark.parametrize("typed", [each for each, clauses in ASKED.items() if clauses])
def test_what_is_typed_becomes_words_to_match(typed: str) -> None:
    assert wanted(typed, NOTHING) == ASKED[typed]


@pytest.mark.parametrize(
    "typed", ["", " ", "*", "*:*", "wo?k*s", "ab*", "!", "x " * (MOST_WORDS + 1), "x" * (MOST_TEXT + 1)]
)
def test_what_is_out_of_bounds_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match=r"expected from 1 to|at least 3 letters"):
        wanted(typed, NOTHING)


def kinds(clauses: Any) -> set[str]:
    if isinstance(clauses, list):
        return set().union(*(kinds(each) for each in clauses))
    [(kind, inside)] = clauses.items()
    return {kind} | (kinds(inside["should"]) if kind == "bool" else set())


@pytest.mark.parametrize(
    "typed", ['") OR (x', "/.*/ y", "{!lucene}x", "a AND NOT b", "x^9 ~2 +y -z", "\\u0000 q", "[1 TO 2]"]
)
def test_there_is_no_query_language(typed: str) -> None:
    assert kinds(wanted(typed, KNOWN)) <= {"match", "match_phrase", "bool", "terms"}


def test_a_word_brings_what_means_the_same_in_every_language() -> None:
    [clause] = wanted("housing", KNOWN)
    assert clause["bool"]["should"][1:] == [
        {"terms": {"stems": ["en_hous", "fr_log"]}},
        {"match_phrase": {"stems": "en_live en_quarter"}},
    ]


def test_the_lexicons_give_groups_in_several_languages() -> None:
    known = load(ProcessorSettings().catalogue / "lexicons")
    assert {"housing", "travel"} <= NAMES
    meant = known.of("passport")
    assert {(stem("passeport", "fr"),), (stem("pasaporte", "es"),), (stem("паспорт", "ru"),)} <= meant


def test_a_missing_folder_has_no_synonyms(tmp_path: Path) -> None:
    assert load(tmp_path).of("passport") == frozenset()


MARKED = {
    "a form of the word": ("cleaner", "Two cleaners wanted", "en", ["Two «cleaners» wanted"]),
    "what means the same": ("housing", "Logements compris", "fr", ["«Logements» compris"]),
    "the beginning": ("clean*", "Two Cleaners", "en", ["Two «Cleaners»"]),
    "a pattern": ("cle*er", "Two cleaner", "en", ["Two «cleaner»"]),
    "side by side": ('"été à"', "L'Été à Lyon", "fr", ["L'«Été» «à» Lyon"]),
    "not there": ("farm", "Two cleaners", "en", []),
    "far apart": ("farm", "farm" + " x" * 200 + " farm", "en", ["«farm»" + " x" * 30, "x " * 29 + "x «farm»"]),
}


@pytest.mark.parametrize("case", MARKED)
def test_passages_show_the_words_that_were_looked_for(case: str) -> None:
    typed, text, language, expected = MARKED[case]
    found = passages(text, language, wanted(typed, KNOWN))
    assert [each.strip() for each in found] == expected


def test_there_are_few_passages_however_long_the_text() -> None:
    assert len(passages(("farm" + " x" * 100 + " ") * 50, "en", wanted("farm", NOTHING))) == 3
