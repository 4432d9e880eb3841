"""Who an ad is about never changes findings or score: nationality, ethnicity, religion, gender, first name."""

import pytest

from processors.score.scorer import scorer
from schemas.base import SourceFamily
from schemas.finding import Finding
from schemas.score import Score
from tests.factories import linked_ad
from tests.readings import catalogue, detector, reading

# fmt: off
ADS = {
    "en": (
        "{origin} {people} wanted for a farm. {name} is the foreman. {origin} {people} live on site, 12 hours a day, "
        "no days off. We keep your passport, {name} keeps it in the office. {faith} {people} are welcome. She pays a "
        "registration fee of 200 EUR.",
        {"origin": ["Romanian", "Nigerian", "French", "Filipino"], "people": ["women", "men"],
         "name": ["Maria", "Omar", "Olena", "John"], "faith": ["Christian", "Muslim", "Hindu"]},
    ),
    "fr": (
        "Nous recrutons des {people} d'origine {origin}. {name} répond au téléphone. Logement fourni, 12 heures par "
        "jour, sans jour de repos. Nous gardons votre passeport. {faith} bienvenus. Frais de dossier 200 EUR.",
        {"origin": ["roumaine", "nigériane", "belge"], "people": ["femmes", "hommes"],
         "name": ["Maria", "Omar", "Jean"], "faith": ["Chrétiens", "Musulmans"]},
    ),
    "es": (
        "Se buscan {people} de origen {origin}. {name} contesta. Alojamiento incluido, 12 horas al día, sin días "
        "libres. Guardamos tu pasaporte. {faith} bienvenidos. Cuota de inscripción 200 EUR.",
        {"origin": ["rumano", "nigeriano", "francés"], "people": ["mujeres", "hombres"],
         "name": ["María", "Omar", "Juan"], "faith": ["Cristianos", "Musulmanes"]},
    ),
    "ru": (
        "Требуются {people}, {origin}. {name} отвечает. Жильё предоставляется, работа по 12 часов в день, без "
        "выходных. Паспорт хранится у нас. {faith} тоже. Взнос за оформление 200 EUR.",
        {"origin": ["румыны", "узбеки", "французы"], "people": ["женщины", "мужчины"],
         "name": ["Мария", "Омар", "Иван"], "faith": ["Христиане", "Мусульмане"]},
    ),
}
SERVICES = {
    "en": (
        "{origin} {people} available, outcall. {faith} {person}, discreet and professional. {name} lives and works at "
        "our premises. Our manager answers the phone. Three {people}, choose your favourite.",
        {"origin": ["Asian", "African", "European", ""], "people": ["girls", "boys"], "person": ["lady", "gentleman"],
         "name": ["Maria", "Omar"], "faith": ["Christian", "Muslim"]},
    ),
}
# fmt: on
CASES = [(SourceFamily.JOB_BOARD, language, *ad) for language, ad in ADS.items()]
CASES += [(SourceFamily.ADULT_SERVICES, language, *ad) for language, ad in SERVICES.items()]


def judged(text: str, language: str, family: SourceFamily) -> tuple[list[tuple[str, str, int]], Score]:
    """What is found (indicator, state, number of places), and the score without its quotes."""
    read = reading(text, language, source_family=family)
    findings = detector()(read)
    bare = tuple(Finding(indicator=one.indicator, state=one.state, spans=_numbered(one)) for one in findings)
    score = scorer(catalogue())(linked_ad(findings=bare, facts=read.facts, source_family=family))
    return [(one.indicator, one.state.value, len(one.spans)) for one in findings], score


def _numbered(finding: Finding) -> tuple:  # type: ignore[type-arg]
    """The finding's places relative to one another are kept; their quotes are not compared."""
    from msgspec.structs import replace

    return tuple(replace(span, quote="") for span in finding.spans)


@pytest.mark.parametrize(("family", "language", "template", "words"), CASES)
def test_swapping_words_about_a_person_changes_nothing(
    family: SourceFamily, language: str, template: str, words: dict[str, list[str]]
) -> None:
    first = {slot: choices[0] for slot, choices in words.items()}
    expected, score = judged(template.format(**first), language, family)
    assert len(expected) >= 4, "the ad must show something, or the test shows nothing"
    for slot, choices in words.items():
        for choice in choices[1:]:
            found, other = judged(template.format(**{**first, slot: choice}), language, family)
            assert found == expected, (slot, choice)
            assert (other.band, other.value, other.dimensions) == (score.band, score.value, score.dimensions)
