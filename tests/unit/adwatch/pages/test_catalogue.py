"""Pages of the documentation that are made from the catalogue are what the catalogue says today."""

from pathlib import Path

import pytest

from adwatch.catalogue_words import FAMILIES, FORMS, FUNCTIONS, PALERMO, POLARITY, READING
from adwatch.pages import indicators, requirements
from processors.catalogue.records import Form, Function, Palermo, Polarity, Reading
from tests.readings import catalogue

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(("name", "language"), [("indicators.md", "en"), ("indicators.fr.md", "fr")])
def test_the_page_of_indicators_is_not_stale(name: str, language: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == indicators.page(catalogue(), language), (
        f"write it again: adwatch indicators page indicators --language {language} > docs/{name}"
    )


def test_the_page_of_requirements_is_not_stale() -> None:
    assert (ROOT / "docs/requirements.md").read_text("utf-8") == requirements.page(catalogue(), ROOT / "catalogue"), (
        "write it again: adwatch indicators page requirements > docs/requirements.md"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_indicator_and_source_is_there(language: str) -> None:
    page = indicators.page(catalogue(), language)
    for one in catalogue().indicators.values():
        assert f"### {one.id} {one.label.in_language(language)}\n" in page
        assert one.definition.in_language(language) in page
    for name in catalogue().sources:
        assert f"- `{name}`: " in page


def test_every_code_has_its_words() -> None:
    for words, codes in ((FORMS, Form), (FUNCTIONS, Function), (PALERMO, Palermo), (POLARITY, Polarity),
                         (READING, Reading)):  # fmt: skip
        assert set(words) == set(codes)
    assert {one[:2] for one in catalogue().indicators} == set(FAMILIES)
