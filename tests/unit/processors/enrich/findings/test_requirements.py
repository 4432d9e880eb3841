"""What a job asks of people, held against the work: both ways round."""

import pytest

from schemas.finding import State
from tests.readings import detector, reading

MANUAL_WORK_FOR_CLERKS = [
    ("en", "Strawberry pickers for our farm. You need a university degree and must type 300 characters a minute."),
    ("fr", "Cueilleurs pour notre ferme. Il faut un diplôme universitaire et taper vite."),
    ("es", "Recolectores para la finca. Se pide inglés fluido y experiencia en criptomonedas."),
    ("pt", "Apanhadores de fruta. Precisa de curso superior e inglês fluente."),
    ("ro", "Culegători la fermă. Se cere diplomă de facultate și tastare rapidă."),
    ("ru", "Сборщики ягод на ферму. Нужен диплом университета и быстрая печать."),
    ("uk", "Збирачі ягід на ферму. Потрібен диплом університету і швидкий друк."),
    ("ar", "مطلوب عمال مزرعة. تلزم شهادة جامعية وسرعة في الطباعة."),
]


@pytest.mark.parametrize(("language", "text"), MANUAL_WORK_FOR_CLERKS)
def test_manual_work_that_asks_for_the_skills_of_an_office_does_not_match(language: str, text: str) -> None:
    assert state(text, language) is State.PRESENT


def test_skilled_work_for_anybody_does_not_match() -> None:
    assert state("Nurses for a clinic abroad, no experience needed.", "en") is State.PRESENT


@pytest.mark.parametrize(
    "text",
    [
        "Strawberry pickers for our farm. No experience needed.",
        "Office clerks with a university degree, fast typing.",
        "Strawberry pickers for our farm. No university degree needed.",
        "No experience needed. We help newcomers with forms, the tax number and a doctor.",
        "Waiters for a hotel by the sea. Excellent English required, smart appearance.",
        "Students welcome as strawberry pickers, those with a university degree too.",
        "Engineer for our strawberry pickers. A university degree and excellent English required.",
        "Farm and orchard in the hills. An export clerk with a university degree and written English.",
    ],
)
def test_what_fits_the_work_is_no_mismatch(text: str) -> None:
    assert state(text, "en") is None


def state(text: str, language: str) -> State | None:
    found = [one.state for one in detector()(reading(text, language)) if one.indicator == "LB-25"]
    return found[0] if found else None
