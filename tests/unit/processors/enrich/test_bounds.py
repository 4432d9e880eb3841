"""What is remembered of ads has a bound in bytes: hostile ads with words as long as an ad leave nothing behind."""

import pytest

from processors.enrich import first_names, tokens
from processors.enrich.findings import spelling
from processors.enrich.findings.vocabulary import Vocabulary
from processors.enrich.gather import gather
from processors.enrich.mentions import places
from processors.enrich.passage import of_text
from processors.enrich.phone.pieces import room
from processors.enrich.places import names


@pytest.mark.parametrize("word", ["A" * 5_000, "É" + "é" * 5_000, "Ж" * 5_000])
def test_no_endless_word_is_remembered(word: str) -> None:
    text = of_text(f"{word} San {word}")
    gather(of_text("San San"))  # the word that is not endless
    before = _sizes()
    gather(text)
    tokens.split(word)
    assert word.lower() not in room
    assert word.lower() not in names.PLAIN
    assert word not in tokens._cuts
    assert _sizes() == before


@pytest.mark.parametrize("word", ["a" * 5_000, "é" * 5_000])
def test_no_endless_word_is_remembered_for_findings(word: str) -> None:
    lists = Vocabulary({"pass*", "ete"})
    assert lists.line(["passport", "été"]) == lists.letter_of["pass*"] + lists.letter_of["ete"]
    remembered = len(lists._known), spelling._remembered.cache_info().currsize
    assert lists.line([word, "pass" + word]) == " " + lists.letter_of["pass*"]
    assert (len(lists._known), spelling._remembered.cache_info().currsize) == remembered


def test_pieces_that_are_remembered_begin_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens._cuts, "most", 10)
    tokens.split(" ".join(f"piece{number}" for number in range(1_000)))
    assert len(tokens._cuts) <= 10


def test_words_that_begin_no_place_begin_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_MEMORY", 10)
    monkeypatch.setattr(names, "PLAIN", set())
    for number in range(100):
        found = list(places.detect(of_text(f"Meet me in Lyon, {'qz' * number} {'zx' * number}")))
        assert [one.value for one in found] == ["Lyon, FR"]
        assert len(names.PLAIN) <= 20


def _sizes() -> tuple[int, int]:
    return first_names._is_listed.cache_info().currsize, names.fold.cache_info().currsize
