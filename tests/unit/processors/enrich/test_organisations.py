"""Organisations in fields, beside persons, and what the name of an agency says about the employer."""

import pytest

from processors.enrich.mentions import find
from processors.enrich.overlaps import without_overlaps
from processors.enrich.passage import Field, Found, of_text
from schemas.mention import MentionKind


def read(text: str, value: str = "", field: str = "company") -> list[Found]:
    fields = (Field(field, len(text) + 1, len(text) + 1 + len(value)),) if value else ()
    return without_overlaps(find(of_text(f"{text}\n{value}", fields=fields)))


def names(found: list[Found]) -> list[str]:
    return [one.value for one in found if one.kind is MentionKind.ORGANISATION]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("blue sky models", ["blue sky models"]),
        ("Blue Sky Ltd", ["Blue Sky"]),
        ("ООО «Ромашка»".replace("«", '"').replace("»", '"'), ["Ромашка"]),
        ('ИП "Салон Уют"', ["Салон Уют"]),
        ('ИП "Иванов Семён"', []),
        ("Maria Petrova Ltd", ["Maria Petrova"]),
        ("Hôtel du Lac", ["Hôtel du Lac"]),
        ("Ferme Beau Soleil", ["Ferme Beau Soleil"]),
        ("Verger Fictif", ["Verger Fictif"]),
        ("Silver Fern", []),
        ("Maria Petrova", []),
        ('"Maria Petrova"', []),
        ("Maria del Carmen Lopez", []),
        ("José Martínez Servicios", []),
        ("Nguyen Thi Lan", []),
        ("Oluwaseun Adeyemi", []),
        ("Siti Rahayu", []),
        ("Zhang Wei", []),
        ("Frau Schmidt", []),
        ("Mrs. Okafor Hotel", []),
        ("Lan, Grand Hotel", []),
        ("Siti Rahayu - Grand Hotel", []),
        ("ИП Иванов И. И.", []),
        ("private", []),
        ("Confidentiel", []),
        ("not stated", []),
        ("-", []),
        ("12345", []),
        ("jobs@sunrise.example", []),
        ("+44 7700 900123", []),
    ],
)
def test_a_field_names_the_employer_unless_it_says_nothing_or_is_a_person(value: str, expected: list[str]) -> None:
    assert names(read("Pickers wanted.", value)) == expected


def test_other_fields_name_none() -> None:
    assert names(read("Pickers wanted.", "Blue Sky", "place")) == []


@pytest.mark.parametrize("text", ["agency Anna Petrova", "company Peter Smith", "works for Maria Services"])
def test_what_may_be_a_person_stays_one(text: str) -> None:
    found = read(text)
    assert names(found) == []
    assert any(one.kind is MentionKind.PERSON_NAME for one in found)


@pytest.mark.parametrize(
    "text", ["Employer: Maria Lopez", "Maria Santos waits", "Employer: MARIA LOPEZ", 'Contact agency "Maria Lopez"']
)
def test_a_surname_is_shown_neither_as_a_place_nor_as_an_organisation(text: str) -> None:
    [name] = read(text)
    assert name.kind is MentionKind.PERSON_NAME
    assert len(name.value.split()) == 2


def test_many_words_of_one_kind_cost_no_more_than_a_few() -> None:
    assert len(read("Blue Sky Ltd. " * 2000)) <= 40
