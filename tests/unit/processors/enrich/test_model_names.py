import pytest

from processors.enrich import model_names
from processors.enrich.model_names import MODELS, has_model
from processors.enrich.model_names import model_names as names

with_models = pytest.mark.skipif(not all(map(has_model, MODELS)), reason="the extra `models` is not installed")


@pytest.mark.parametrize("language", ["ru", "", None])
def test_says_nothing_in_languages_without_a_model(language: str | None) -> None:
    assert not has_model(language)
    assert names("My name is Jessica Miller", language) == ()


def test_says_nothing_where_the_models_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_names, "MODELS", {"en": "no_such_model_is_installed"})
    assert names("My name is Jessica Miller", "en") == ()


@with_models
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Jessica Miller wrote to us.", ["Jessica Miller"]),
        ("We spoke with Mr Peter Smith about it.", ["Peter Smith"]),
        ("Gift vouchers from Nottingham. CALL NOW!!!", []),
        ("", []),
        ("\x00\ud800 \u202e", []),
    ],
)
def test_names_in_english(text: str, expected: list[str]) -> None:
    found = names(text, "en")
    assert [one.value for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected


@with_models
def test_reads_no_further_than_its_limit() -> None:
    assert names("word " * 2_000 + "Jessica Miller wrote to us.", "en") == ()
