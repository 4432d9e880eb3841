"""How the words of an ad meet those of the lists: beginnings, spellings, words that are alike, and where phrases stand.

Over the lists of the catalogue, so that it is said of what people write and not of how it is done.
"""

import pytest

from schemas.base import SourceFamily
from schemas.finding import Finding
from tests.readings import detector, reading

KEPT, FEE = "LB-13", "LB-06"  # documents are kept; a fee is asked for


def found(text: str, language: str) -> dict[str, Finding]:
    seen = detector()(reading(text, language, source_family=SourceFamily.JOB_BOARD))
    return {one.indicator: one for one in seen}


# fmt: off
CASES = [
    # any case, any accent, straight or curved apostrophe
    ("en", "WE KEEP YOUR PASSPORT in the office.",                     KEPT, True),
    ("fr", "NOUS GARDONS VOTRE PASSEPORT.",                            KEPT, True),
    ("fr", "Des frais de dossier de 300 euros sont demandes.",         FEE,  True),
    ("fr", "Nous gardons vos pièces d’identité.",                      KEPT, True),
    ("fr", "Nous gardons vos pièces d'identité.",                      KEPT, True),
    # a word is whole: what only begins or ends like it is another word
    ("en", "We keep your passportless guests company.",                KEPT, False),
    ("en", "Coffee of 300 EUR.",                                       FEE,  False),
    ("en", "We keepsake your passport photo album.",                   KEPT, False),
    # beginnings that stand for every form
    ("ru", "Мы забираем паспорта.",                                    KEPT, True),
    ("ru", "Паспорт хранится у нас.",                                  KEPT, True),
    ("ru", "Паспорта хранятся у работодателя.",                        KEPT, True),
    ("ru", "Нужна паспортистка.",                                      KEPT, False),
    ("uk", "Паспорт зберігається у нас.",                              KEPT, True),
    ("uk", "Паспорти зберігаються у роботодавця.",                     KEPT, True),
    ("uk", "Потрібна паспортистка.",                                   KEPT, False),
    # between sentences and lines there is no phrase
    ("en", "We keep bees. Your passport is needed for the trip.",      KEPT, False),
    ("es", "Guardamos la ropa. Tu pasaporte es necesario para viajar.", KEPT, False),
    ("pt", "Guardamos a roupa. O passaporte é necessário para viajar.", KEPT, False),
    # each language says it, and says something like it
    ("es", "Guardamos tu pasaporte.",                                  KEPT, True),
    ("es", "Necesitas tu pasaporte.",                                  KEPT, False),
    ("pt", "Guardamos o seu passaporte.",                              KEPT, True),
    ("pt", "Precisa do seu passaporte.",                               KEPT, False),
    ("ro", "Păstrăm pașaportul dumneavoastră.",                        KEPT, True),
    ("ro", "Pastram pasaportul dumneavoastra.",                        KEPT, True),
    ("ro", "Aveți nevoie de pașaport.",                                KEPT, False),
    ("ar", "نحتفظ بجواز سفرك.",                                        KEPT, True),
    ("ar", "تحتاج إلى جواز سفر.",                                      KEPT, False),
    ("fr", "Passeport en cours de validité exigé.",                    KEPT, False),
    ("en", "Valid passport needed.",                                   KEPT, False),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "indicator", "present"), CASES)
def test_words_of_an_ad_meet_those_of_the_lists(language: str, text: str, indicator: str, present: bool) -> None:
    assert (indicator in found(text, language)) is present


# fmt: off
TWICE = [
    ("en", "We keep your passport. In the office we keep your passport.", 2),
    ("en", "We keep your passport and we keep your passport.",            2),
    ("en", "We keep your passport.",                                      1),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "times"), TWICE)
def test_every_place_is_found_and_each_once(language: str, text: str, times: int) -> None:
    assert len(found(text, language)[KEPT].spans) == times


# fmt: off
ALIKE = [
    ("en", "{} wanted. A registration fee of 300 EUR is due.",    ("Woman", "Man")),
    ("fr", "{} recherchée pour ménage. Nous gardons le passeport.", ("Femme", "Homme")),
    ("es", "Se busca {}. Guardamos tu pasaporte.",                ("mujer", "hombre")),
    ("pt", "Procura-se {}. Guardamos o seu passaporte.",          ("mulher", "homem")),
    ("ro", "Căutăm {}. Păstrăm pașaportul.",                      ("femeie", "bărbat")),
    ("ru", "Нужна {}. Паспорт хранится у нас.",                   ("женщина", "мужчина")),
    ("uk", "Потрібна {}. Паспорт зберігається у нас.",            ("жінка", "чоловік")),
    ("ar", "مطلوب {}. نحتفظ بجواز سفرك.",                         ("امرأة", "رجل")),
]
# fmt: on


@pytest.mark.parametrize(("language", "text", "words"), ALIKE)
def test_words_that_are_alike_make_no_difference(language: str, text: str, words: tuple[str, str]) -> None:
    one, other = ({*found(text.format(word), language)} for word in words)
    assert one == other
