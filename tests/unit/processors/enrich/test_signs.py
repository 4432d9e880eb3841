"""A look at the signs of a text spares detectors work and never loses a mention."""

import random

import pytest

from processors.enrich.mentions import find
from processors.enrich.normalise import normalise
from processors.enrich.passage import Passage, of_text
from processors.enrich.signs import sign, signs_in
from tests.unit.processors.enrich.cases import KINDS, must_not, must_read
from tests.unit.processors.enrich.reader import WRITTEN, YEAR

EVERY = frozenset(range(1_000))
PARTS = ("0 1 7 24 555 2026 . , - / : ( ) + | ! x * € $ h am min ans yo f m born two cinq год pm per to №").split()  # noqa: SIM905 - easier to read


def passage(text: str, country: str | None, language: str | None) -> Passage:
    return of_text(normalise(text).text, language, country, (), YEAR, WRITTEN)


@pytest.mark.parametrize("kind", KINDS)
def test_no_mention_of_a_case_is_lost(kind: str) -> None:
    for case in must_read(kind) + must_not(kind):
        read = passage(case.text, case.country, case.language)
        assert find(read) == find(read._replace(signs=EVERY)), case


def test_no_mention_of_a_random_text_is_lost() -> None:
    chance = random.Random(1)
    for _ in range(300):
        text = "".join(f"{part}{chance.choice(('', ' '))}" for part in chance.choices(PARTS, k=20))
        read = passage(text, chance.choice((None, "US", "FR")), chance.choice(("en", "fr", "ru", None)))
        assert find(read) == find(read._replace(signs=EVERY)), text


def test_a_sign_takes_spaces_and_digits_of_all_scripts() -> None:
    number = sign(r"\d\scounted for this test")
    assert number in signs_in("here ٣\u3000counted for this test")
    assert number not in signs_in("here counted for this test")


def test_a_pattern_that_needs_to_look_around_is_refused() -> None:
    with pytest.raises(ValueError, match="sign"):
        sign("(?<!a)b")
