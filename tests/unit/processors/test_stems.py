"""Words by any of their forms, in the languages we have word lists for."""

import pytest

from processors.settings import ProcessorSettings
from processors.stems import LANGUAGES, MAX_WORD, forms, stem, stems, words

SAME = {
    "en": ("picker", "pickers"),
    "fr": ("logement", "logements"),
    "es": ("habitación", "habitaciones"),
    "ru": ("паспорт", "паспорта"),
    "pt": ("trabalho", "trabalhos"),
}


@pytest.mark.parametrize("language", SAME)
def test_forms_of_a_word_have_one_stem(language: str) -> None:
    one, other = SAME[language]
    assert stem(one, language) == stem(other, language)
    assert stem(one, language) in forms(other)


def test_a_stem_is_not_taken_for_one_of_another_language() -> None:
    assert stem("care", "es") != stem("car", "en")


def test_a_language_without_stems_has_its_words_as_they_are_without_accents() -> None:
    assert stems("Été à Lyon", None) == "ete a lyon"
    assert "ete" in forms("été")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Night-shift, [phone-9f]!", ["night", "shift", "phone", "9f"]),
        ("x" * (MAX_WORD + 1) + " y", ["y"]),
        ("\0 _a_ \u202eb", ["a", "b"]),
    ],
)
def test_words_are_letters_and_digits(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_languages_with_word_lists_have_stems_but_for_those_that_snowball_lacks() -> None:
    with_word_lists = {path.name for path in (ProcessorSettings().catalogue / "lexicons").iterdir()}
    assert with_word_lists - LANGUAGES.keys() <= {"uk", "pl", "bg", "zh", "vi", "th", "sq"}


@pytest.mark.parametrize("language", ["en", None])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "Cars,\u00a0cars\u2028CARS",
        "night-shift (24/7)\r\n\x1cand\x85so",
        "a \u0301b I\u0307",
        "ﬁne Straße ½ x²",
        "\u3000大 家",
    ],
)
def test_stems_of_a_text_are_those_of_its_words(text: str, language: str | None) -> None:
    assert stems(text, language) == " ".join(stem(word, language) for word in words(text))


def test_stems_of_every_letter_are_those_of_its_words() -> None:
    text = "".join(f"{chr(code)}b " if code % 7 else f"b{chr(code)}" for code in range(0x2500))
    assert stems(text, "en") == " ".join(stem(word, "en") for word in words(text))
