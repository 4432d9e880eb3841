"""Working hours that are too long, in each language, and hours that are not."""

import pytest

from schemas.base import SourceFamily
from tests.readings import detector, reading

# fmt: off
CASES = [
    ("en", "Packers wanted, 12 hours a day.",                         True),
    ("en", "Packers wanted, 11 hours per day.",                       True),
    ("en", "Packers wanted, 10 hours a day.",                         False),
    ("en", "Packers wanted, 8 hours a day.",                          False),
    ("en", "Packers wanted, 60 hours per week.",                      True),
    ("en", "Packers wanted, 59 hours per week.",                      False),
    ("en", "Packers wanted, 40 hours a week.",                        False),
    ("en", "Packers wanted, 12-hour shifts.",                         True),
    ("en", "Packers wanted, 10-hour shifts.",                         False),
    ("en", "Packers wanted, 6am to 10pm.",                            True),
    ("en", "Packers wanted, 07:00-19:30.",                            False),
    ("en", "Packers wanted, 9am-5pm.",                                False),
    ("en", "Packers wanted, night shift 22:00-06:00.",                False),
    ("en", "Packers wanted. Our shop is open 24/7.",                  False),
    ("en", "Packers wanted. We answer within 12 hours.",              False),
    ("en", "Packers wanted. The course has 80 hours.",                False),
    ("fr", "Ouvriers recherchés, 12 heures par jour.",                True),
    ("fr", "Ouvriers recherchés, 70 heures par semaine.",             True),
    ("fr", "Ouvriers recherchés, de 6h à 22h.",                       True),
    ("fr", "Ouvriers recherchés, 35h/semaine.",                       False),
    ("fr", "Ouvriers recherchés, de 9h à 17h.",                       False),
    ("fr", "Ouvriers recherchés. Réponse sous 12 heures.",            False),
    ("es", "Se buscan peones, 12 horas al día.",                      True),
    ("es", "Se buscan peones, 72 horas a la semana.",                 True),
    ("es", "Se buscan peones, de 7:00 a 22:00.",                      True),
    ("es", "Se buscan peones, 8 horas al día.",                       False),
    ("es", "Se buscan peones, 40 horas a la semana.",                 False),
    ("es", "Se buscan peones. Respondemos en 12 horas.",              False),
    ("pt", "Procuram-se operários, 12 horas por dia.",                True),
    ("pt", "Procuram-se operários, 70 horas por semana.",             True),
    ("pt", "Procuram-se operários, das 6h às 22h.",                   True),
    ("pt", "Procuram-se operários, 8 horas por dia.",                 False),
    ("pt", "Procuram-se operários. Resposta em 12 horas.",            False),
    ("ro", "Căutăm muncitori, 12 ore pe zi.",                         True),
    ("ro", "Căutăm muncitori, 8 ore pe zi.",                          False),
    ("ro", "Căutăm muncitori. Răspundem în 12 ore.",                  False),
    ("ru", "Требуются рабочие, 12 часов в день.",                     True),
    ("ru", "Требуются рабочие, 70 часов в неделю.",                   True),
    ("ru", "Требуются рабочие, с 7:00 до 22:00.",                     True),
    ("ru", "Требуются рабочие, 8 часов в день.",                      False),
    ("ru", "Требуются рабочие. Ответим за 12 часов.",                 False),
    ("uk", "Потрібні робітники, з 7:00 до 22:00.",                    True),
    ("uk", "Потрібні робітники, 12 годин на день.",                   True),
    ("uk", "Потрібні робітники, 70 годин на тиждень.",                True),
    ("uk", "Потрібні робітники, 8 годин на день.",                    False),
    ("uk", "Потрібні робітники. Відповімо за 12 годин.",              False),
    ("ar", "مطلوب عمال، 12 ساعة في اليوم.",                           True),
    ("ar", "مطلوب عمال، 70 ساعة في الأسبوع.",                         True),
    ("ar", "مطلوب عمال، 8 ساعات في اليوم.",                           False),
    ("ar", "مطلوب عمال. نجيب خلال 12 ساعة.",                          False),
    ("es", "Se buscan peones, 72 horas semanales.",                   True),
    ("ro", "Căutăm muncitori, 70 de ore pe săptămână.",               True),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "long"), CASES)
def test_long_hours(language: str, text: str, long: bool) -> None:
    seen = detector()(reading(text, language, source_family=SourceFamily.JOB_BOARD))
    assert any("entity:long_hours" in one.detector for one in seen) is long
