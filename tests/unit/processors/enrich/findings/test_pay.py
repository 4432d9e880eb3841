"""Pay below the statutory minimum, and pay far above the usual, in each language; and sums that are neither."""

import pytest

from schemas.base import SourceFamily
from tests.readings import detector, reading

LOW, HIGH = "benchmark:below_minimum", "benchmark:far_above_usual"

# fmt: off
CASES = [
    # Great Britain: the minimum is 12.21 GBP an hour, the usual 17.10
    ("en", "Pickers wanted in Leeds, 5 GBP per hour.",                              LOW),
    ("en", "Pickers wanted in Leeds, 9 GBP per hour.",                              None),
    ("en", "Pickers wanted in Leeds, 13 GBP per hour.",                             None),
    ("en", "Pickers wanted in Leeds, 60 GBP per hour.",                             HIGH),
    ("en", "Pickers wanted in Leeds, 40 GBP per hour.",                             None),
    ("en", "Pickers wanted, £4 an hour.",                                           LOW),
    ("en", "Pickers wanted in Dallas, $3 an hour.",                                 LOW),
    ("en", "Pickers wanted in Dallas, $15 an hour.",                                None),
    ("en", "Pickers wanted in Dallas, $200 an hour.",                               HIGH),
    # where pay is not known to be earned in one country
    ("en", "Pickers wanted, $3 an hour.",                                           None),
    ("en", "Pickers wanted in Leeds and in Paris, 3 EUR per hour.",                 None),
    ("en", "Pickers wanted in Rome, 3 EUR per hour.",                               None),  # Italy has no minimum
    # sums that are no pay, or no pay for a time
    ("en", "Pickers wanted in Leeds. Rent of 80 GBP per month is deducted.",        None),
    ("en", "Pickers wanted in Leeds. A registration fee of 30 GBP per month.",      None),
    ("en", "Pickers wanted in Leeds. A bonus of 5 GBP.",                            None),
    ("en", "Pickers wanted in Leeds, 5 GBP per box.",                               None),
    # the best pay counts
    ("en", "Pickers wanted in Leeds, 5 GBP per hour at first, then 14 GBP per hour.", None),
    # work that needs a qualification
    ("en", "Engineer wanted in Leeds, 90 GBP per hour.",                            None),
    ("fr", "Ingénieur recherché à Lyon, 8000 euros par mois.",                      None),
    ("es", "Se busca ingeniero en Madrid, 6000 euros al mes.",                      None),
    ("pt", "Procura-se engenheiro em Lisboa, 4000 euros por mês.",                  None),
    ("ro", "Căutăm inginer în Cluj-Napoca, 12000 lei pe lună.",                     None),
    ("ru", "Требуется инженер в Варшаву, 5000 евро в месяц.",                       None),
    ("uk", "Потрібен інженер у Варшаву, 5000 євро на місяць.",                      None),
    ("ar", "مطلوب مهندس في باريس، الراتب 8000 يورو في الشهر.",                      None),
    ("en", "Surgeon wanted in Leeds, 90 GBP per hour.",                             None),
    ("fr", "Chirurgien recherché à Lyon, 8000 euros par mois.",                     None),
    ("es", "Se busca cirujano en Madrid, 6000 euros al mes.",                       None),
    ("pt", "Procura-se cirurgião em Lisboa, 4000 euros por mês.",                   None),
    ("ro", "Căutăm chirurg în Cluj-Napoca, 12000 lei pe lună.",                     None),
    ("ru", "Требуется хирург в Варшаву, 5000 евро в месяц.",                        None),
    ("uk", "Потрібен хірург у Варшаву, 5000 євро на місяць.",                       None),
    ("ar", "مطلوب جراح في باريس، الراتب 8000 يورو في الشهر.",                       None),
    # what needs none, and is named like it
    ("fr", "Vendeurs d'avocats recherchés à Lyon, 8000 euros par mois.",            HIGH),
    # France: the minimum is 1,802 EUR a month, the usual 15.30 EUR an hour
    ("fr", "Ouvriers recherchés à Lyon, 4 euros de l'heure.",                       LOW),
    ("fr", "Ouvriers recherchés à Lyon, 900 euros par mois.",                       LOW),
    ("fr", "Ouvriers recherchés à Lyon, 12 euros de l'heure.",                      None),
    ("fr", "Ouvriers recherchés à Lyon, 1800 euros par mois.",                      None),
    ("fr", "Ouvriers recherchés à Lyon, 8000 euros par mois.",                      HIGH),
    ("fr", "Ouvriers recherchés à Lyon. Loyer de 300 euros par mois retenu sur salaire.", None),
    # Spain: 1,381 EUR a month; 10.50 EUR an hour
    ("es", "Se buscan peones en Madrid, 4 euros la hora.",                          LOW),
    ("es", "Se buscan peones en Madrid, 600 euros al mes.",                         LOW),
    ("es", "Se buscan peones en Madrid, 1400 euros al mes.",                        None),
    ("es", "Se buscan peones en Madrid, 6000 euros al mes.",                        HIGH),
    ("es", "Se buscan peones en Madrid. Alquiler de 200 euros al mes descontado del sueldo.", None),
    # Portugal: 1,015 EUR a month; 5.40 EUR an hour
    ("pt", "Procuram-se operários em Lisboa, 400 euros por mês.",                   LOW),
    ("pt", "Procuram-se operários em Lisboa, 1100 euros por mês.",                  None),
    ("pt", "Procuram-se operários em Lisboa, 4000 euros por mês.",                  HIGH),
    # Romania: 814 EUR a month; 3.70 EUR an hour
    ("ro", "Căutăm muncitori în Cluj-Napoca, 1500 lei pe lună.",                    LOW),
    ("ro", "Căutăm muncitori în Cluj-Napoca, 4500 lei pe lună.",                    None),
    ("ro", "Căutăm muncitori în Cluj-Napoca, 12000 lei pe lună.",                   HIGH),
    # Russia: 22,440 RUB a month; the usual is not in the tables
    ("ru", "Требуются рабочие, Москва, 10000 рублей в месяц.",                      LOW),
    ("ru", "Требуются рабочие, Москва, 60000 рублей в месяц.",                      None),
    ("ru", "Требуются рабочие, Москва, 900000 рублей в месяц.",                     None),
    ("ru", "Требуются рабочие в Варшаву, 5000 евро в месяц.",                       HIGH),
    # Ukraine: 8,000 UAH a month
    ("uk", "Потрібні робітники, Київ, 4000 грн на місяць.",                         LOW),
    ("uk", "Потрібні робітники, Київ, 20000 грн на місяць.",                        None),
    ("uk", "Потрібні робітники у Варшаву, 5000 євро на місяць.",                    HIGH),
    # Qatar: 1,000 QAR a month
    ("ar", "مطلوب عمال في الدوحة، الراتب 2000 ريال قطري في الشهر.",                 None),
    ("ar", "مطلوب عمال في باريس، الراتب 8000 يورو في الشهر.",                       HIGH),
    ("ar", "مطلوب عمال في الدوحة، الراتب 500 ريال قطري في الشهر.",                  LOW),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_pay_against_the_tables(language: str, text: str, expected: str | None) -> None:
    seen = detector()(reading(text, language, source_family=SourceFamily.JOB_BOARD))
    told = [name for name in (LOW, HIGH) if any(name in one.detector for one in seen)]
    assert told == ([expected] if expected else [])
