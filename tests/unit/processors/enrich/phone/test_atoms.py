"""Digits in any dress: what one run of text says, atom by atom."""

from collections.abc import Iterator

import pytest

from processors.enrich.letters import letters, lower
from processors.enrich.phone.atoms import runs
from processors.enrich.phone.compose import Atom

# text, language, the digits of each atom
CASES = [
    ("415 555 0123", "en", "415 555 0123"),
    ("four one five fifty-five", "en", "4 1 5 55"),
    ("twenty three forty one", "en", "23 41"),
    ("nine hundred one two three four", "en", "900 1 2 3 4"),
    ("four hundred fifteen five hundred fifty five", "en", "415 555"),
    ("double five triple oh one two", "en", "55 000 1 2"),
    ("oh one two three four five", "en", "0 1 2 3 4 5"),
    ("soixante-dix soixante et onze quatre-vingts quatre-vingt-un", "fr", "70 71 80 81"),
    ("quatre-vingt-onze quatre-vingt-quatre vingt-trois", "fr", "91 84 23"),
    ("cinquante quatre-vingts cinquante-quatre vingt", "fr", "50 80 54 20"),
    ("quatre-vingt-dix-huit dix-sept soixante quinze", "fr", "98 17 75"),
    ("septante-cinq nonante neuf huitante deux", "fr", "75 99 82"),
    ("treinta y cinco veintidós dieciséis cuarenta", "es", "35 22 16 40"),
    ("vierundzwanzig neunundneunzig elf null", "de", "24 99 11 0"),
    ("eenentwintig tweeëndertig nul negen", "nl", "21 32 0 9"),
    ("ventuno trentotto quarantatré zero", "it", "21 38 43 0"),
    ("девятьсот шестнадцать сто двадцать три", "ru", "916 123"),
    ("двадцать пять сорок восемьсот один", "ru", "25 40 801"),
    ("п'ять дев'ять шістсот", "uk", "5 9 600"),
    ("dwadzieścia trzy sześćset", "pl", "23 600"),
    ("nouăzeci și nouă unu doi trei patru", "ro", "99 1 2 3 4"),
    ("yirmi üç sıfır beş altı yedi", "tr", "23 0 5 6 7"),
    ("一三八零零一三八", "zh", "13800138"),
    ("4l5 O1 5s5 12", "en", "4 1 5 0 1 5 5 5 12"),
    ("four15five 55", "en", "4 15 5 55"),
    ("4x1x5x5x5x5x0", "en", "4 1 5 5 5 5 0"),
    ("7zero2 5ive f1ve 0123", "en", "7 0 2 5 5 0123"),
]


def runs_in(small: str, language: str) -> Iterator[list[Atom]]:
    spoken = letters(small)
    return runs(small, frozenset(spoken), spoken, language)


def said(text: str, language: str) -> list[str]:
    return [" ".join(atom.digits for atom in run) for run in runs_in(lower(text), language)]


@pytest.mark.parametrize(("text", "language", "digits"), CASES)
def test_reads_digits(text: str, language: str, digits: str) -> None:
    padded = f"{text} 0000000"  # enough digits for a run of its own
    found = said(padded, language)
    assert found
    assert found[0].removesuffix("0000000").strip() == digits or found == [digits]


def test_atoms_stand_where_the_text_says_them() -> None:
    text = "call four15-five 55 o123 now"
    (run,) = runs_in(text, "en")
    assert [text[atom.start : atom.end] for atom in run] == ["four", "15", "five", "55", "o", "123"]


@pytest.mark.parametrize("text", ["no digits", "one day in two", "un, deux, trois", "12 34", "$5 @6 %7 8 9"])
def test_too_few_digits_are_no_run(text: str) -> None:
    assert said(text, "fr") == []


def test_a_word_of_a_language_that_is_not_spoken_ends_the_run() -> None:
    assert said("415 555 0123 elf 415 555 0124", "en") == ["415 555 0123", "415 555 0124"]
    assert said("415 555 0123 elf 415 555 0124", "de") == ["415 555 0123 11 415 555 0124"]
