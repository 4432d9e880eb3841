"""Pay that an ad's field and its text state differently, in each language; and differences that are none."""

import pytest

from schemas.base import SourceFamily
from tests.readings import detector, reading

# fmt: off
CASES = [
    ("en", "Pickers wanted, 10 GBP per hour.",                       "25 GBP per hour",          True),
    ("en", "Pickers wanted, 25 GBP per hour.",                       "10 GBP per hour",          True),
    ("en", "Pickers wanted, 10 GBP per hour.",                       "10 GBP per hour",          False),
    # twice is not more than twice; another currency; one of them fits; no other pay
    ("en", "Pickers wanted, 10 GBP per hour.",                       "20 GBP per hour",          False),
    ("en", "Pickers wanted, 10 GBP per hour.",                       "30 EUR per hour",          False),
    ("en", "Pickers wanted, 10 GBP per hour, nights 24 GBP per hour.", "25 GBP per hour",        False),
    ("en", "Pickers wanted, good pay.",                              "25 GBP per hour",          False),
    ("en", "Pickers wanted, 10 GBP per hour.",                       "to be agreed",             False),
    ("fr", "Ouvriers recherchés, 10 euros de l'heure.",              "30 euros de l'heure",      True),
    ("fr", "Ouvriers recherchés, 10 euros de l'heure.",              "12 euros de l'heure",      False),
    ("es", "Se buscan peones, 10 euros la hora.",                    "30 euros la hora",         True),
    ("es", "Se buscan peones, 10 euros la hora.",                    "12 euros la hora",         False),
    ("pt", "Procuram-se operários, 10 euros por hora.",              "30 euros por hora",        True),
    ("pt", "Procuram-se operários, 10 euros por hora.",              "12 euros por hora",        False),
    ("ro", "Căutăm muncitori, 20 lei pe oră.",                       "60 lei pe oră",            True),
    ("ru", "Требуются рабочие, 300 рублей в час.",                   "900 рублей в час",         True),
    ("uk", "Потрібні робітники, 100 грн за годину.",                 "300 грн за годину",        True),
    ("ar", "مطلوب عمال، 10 يورو في الساعة.",                         "30 يورو في الساعة",        True),
    ("ar", "مطلوب عمال، 10 يورو في الساعة.",                         "1700 يورو في الشهر",       False),
    ("en", "Pickers wanted, 10 GBP per hour.",                       "1700 GBP per month",       False),
    ("en", "Pickers wanted, 10 GBP per hour.",                       "30 GBP",                   False),
    ("fr", "Ouvriers recherchés, 10 euros de l'heure.",              "1700 euros par mois",      False),
    ("es", "Se buscan peones, 10 euros la hora.",                    "1700 euros al mes",        False),
    ("ro", "Căutăm muncitori, 20 lei pe oră.",                       "3500 lei pe lună",         False),
    ("ru", "Требуются рабочие, 300 рублей в час.",                   "50000 рублей в месяц",     False),
    ("uk", "Потрібні робітники, 100 грн за годину.",                 "17000 грн на місяць",      False),
]
# fmt: on


@pytest.mark.parametrize(
    ("language", "body", "salary", "conflict"),
    CASES,
)
def test_a_field_against_the_text(language: str, body: str, salary: str, conflict: bool) -> None:
    ad = reading(body, language, title="Farm", fields={"salary": salary}, source_family=SourceFamily.JOB_BOARD)
    assert any("consistency:fields_conflict" in one.detector for one in detector()(ad)) is conflict


def test_the_title_is_text_and_no_field() -> None:
    ad = reading("10 GBP per hour.", title="Pickers, 30 GBP per hour", source_family=SourceFamily.JOB_BOARD)
    assert not any("consistency:fields_conflict" in one.detector for one in detector()(ad))
