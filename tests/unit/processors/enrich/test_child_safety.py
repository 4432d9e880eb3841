"""The children's lane: which ads go there, on ages alone, and how little is kept of them."""

import msgspec
import pytest

from processors.enrich.child_safety import hit, open_url
from processors.settings import ProcessorSettings
from schemas.base import SourceFamily
from schemas.codec import encode
from schemas.finding import Finding, State
from tests.factories import raw_ad
from tests.readings import detector, reading

SERVICE = SourceFamily.ADULT_SERVICES
KEYS = ProcessorSettings.model_validate({"secrets": {"url_key": "a long random key"}})
OTHER_KEYS = ProcessorSettings.model_validate({"secrets": {"url_key": "another long random key"}})
CH_04 = Finding(indicator="CH-04", state=State.PRESENT)


def lane(text: str, language: str = "en", **changes: object) -> list[str]:
    """Ids of the children's lane that an ad hits."""
    return [one.indicator for one in detector()(reading(text, language, **changes)) if one.indicator.startswith("CH-")]


# fmt: off
AGES = [
    # CH-01: an age under 18 in an ad for personal services or marriage
    (SERVICE, "en", "Companion, 17 years old, outcall.",                              ["CH-01"]),
    (SERVICE, "fr", "Accompagnatrice, 17 ans, déplacement hôtel.",                    ["CH-01"]),
    (SERVICE, "en", "Companion, age: 16, outcall.",                                   ["CH-01"]),
    (SERVICE, "en", "Companion, 18 years old, outcall.",                              []),
    (SERVICE, "en", "Companion, 25 years old, 17 years of experience.",               []),
    (SERVICE, "en", "Companion, 25 years old. I am not 17 years old.",                []),
    (SourceFamily.SOCIAL, "en", "Bride wanted, 17 years old, for our son.",           ["CH-01"]),
    (SourceFamily.SOCIAL, "en", "Bicycle for sale, my son is 17 years old.",          []),
    # CH-04: work under the minimum age, or hazardous work under 18
    (SourceFamily.JOB_BOARD, "en", "Pickers wanted, minimum age 13.",                 ["CH-04"]),
    (SourceFamily.JOB_BOARD, "en", "Workers aged 12 to 16 welcome.",                  ["CH-04"]),
    (SourceFamily.JOB_BOARD, "en", "Bar staff for the night shift, minimum age 16.",  ["CH-04"]),
    (SourceFamily.JOB_BOARD, "en", "Help in a bookshop, minimum age 16.",             []),
    (SourceFamily.JOB_BOARD, "en", "Waiters, minimum age 18.",                        []),
    (SourceFamily.JOB_BOARD, "en", "Nanny for children aged 4 and 12.",               []),
    (SourceFamily.JOB_BOARD, "en", "We never take workers aged 14.",                  []),
    (SourceFamily.JOB_BOARD, "fr", "Cueilleurs à partir de 13 ans.",                  ["CH-04"]),
    (SourceFamily.JOB_BOARD, "es", "Peones a partir de 13 años.",                     ["CH-04"]),
    (SourceFamily.JOB_BOARD, "ru", "Требуются сборщики от 13 лет.",                   ["CH-04"]),
    # CH-03, CH-05
    (SourceFamily.SOCIAL, "en", "Football trials abroad, ages 15 to 20, we pay the flight.",   ["CH-03"]),
    (SourceFamily.SOCIAL, "ru", "Модели за границу от 15 лет, театр, визу оплатим.",           ["CH-03"]),
    (SourceFamily.SOCIAL, "uk", "Кастинг за кордоном від 15 років, тур, переліт оплатимо.",    ["CH-03"]),
    (SourceFamily.SOCIAL, "ru", "Кастинг в городе от 15 лет, тур и театр.",                    []),
    (SourceFamily.SOCIAL, "en", "Hostesses wanted from 15 years, tourists welcome, visa paid.", ["CH-03"]),
    (SourceFamily.SOCIAL, "en", "Models wanted, ages 15 to 20, we pay the flight, we never ask for fees.", ["CH-03"]),
    (SourceFamily.SOCIAL, "en", "Models wanted from 16 years we never charge, visa and flight paid.", ["CH-03"]),
    (SourceFamily.SOCIAL, "en", "Bride wanted, 16 years old, the wedding dress is ready.",    ["CH-01"]),
    (SourceFamily.JOB_BOARD, "en", "Pickers wanted, from 14 years, we do not ask for papers.", ["CH-04"]),
    (SourceFamily.SOCIAL, "en", "Ages 15 to 17, travelling alone? I offer a ride, we never charge.", ["CH-05"]),
    (SourceFamily.SOCIAL, "es", "Se buscan bailarinas, a partir de 15 años, pagamos el vuelo, guía aparte.", ["CH-03"]),
    (SourceFamily.SOCIAL, "pt", "Procuram-se dançarinas, a partir de 15 anos, pagamos o voo, guia à parte.", ["CH-03"]),
    (SourceFamily.SOCIAL, "fr", "Danseuses pour un musical, dès 15 ans, vol payé, deux bagages.", ["CH-03"]),
    (SourceFamily.SOCIAL, "fr", "Nous recrutons des hôtesses dès 16 ans, visa touristique, le retour n'est pas payé.",
     ["CH-03"]),
    (SourceFamily.JOB_BOARD, "fr", "Cueilleurs dès 13 ans, caution : aucune.",        ["CH-04"]),
    (SourceFamily.SOCIAL, "ro", "Căutăm dansatoare de la 15 ani, rochie, plătim zborul, bagaj mare.", ["CH-03"]),
    (SourceFamily.SOCIAL, "ro", "Căutăm soție pentru fiul nostru, 16 ani, mae sot.",  ["CH-01"]),
    (SourceFamily.SOCIAL, "ar", "مطلوب راقصات، من عمر 15 سنة، فستان، ندفع التذكرة، أمتعة حقيبتين.", ["CH-03"]),
    (SourceFamily.CLASSIFIEDS, "ar", "جد زوجة. العمر من 14 سنة. قل لنا ما يعجبك ونحن نبحث.", ["CH-01"]),
    (SourceFamily.SOCIAL, "en", "Football trials in town, ages 15 to 20.",                     []),
    (SourceFamily.SOCIAL, "en", "Ages 15 to 17, travelling alone? I offer a room and a ride.", ["CH-05"]),
    (SourceFamily.SOCIAL, "en", "I offer a room to a family travelling together.",             []),
]
# Ads for personal services speak of trades, shifts, teams and furniture too: no such word makes them ads for jobs.
BESIDE = [
    ("ru", "Мне 16 лет. Массажистка, чистые апартаменты. Бригада наших девушек работает каждый день."),
    ("ru", "Спутница на ужин, 17 лет. Официанты накрывают столы, повар готовит при вас."),
    ("ru", "Приятная компания, частные встречи. Охранник внизу, курьер привезёт цветы. Мне 16 лет."),
    ("ru", "Хостес в клубе, ищу клиентов. Составлю компанию за столом, бармен угостит. 17 лет."),
    ("ru", "Эскорт за границу, 16 лет, рост 165. Контракт на неделю, аванс и перелёт."),
    ("ru", "Апартаменты и выезд. Носить ящики не надо, присматривать за клиентами буду я. Мне 16 лет."),
    ("ru", "Частные встречи, подушки и кресло, шампанское. Возраст 17 лет."),
    ("uk", "Масажистка, чисті апартаменти. Бригада наших дівчат працює щодня. Мені 16 років."),
    ("uk", "Супутниця на вечерю, 17 років. Офіціанти накривають столи, кухар готує при вас."),
    ("uk", "Мені 16 років. Проведу вечір з вами. Робоче місце не важливе."),
    ("uk", "Приватні зустрічі, подушки і крісло, шампанське. Вік 17 років."),
]
# Nor do words of goods, flats, weddings and massages make an ad that hires minors one of another kind.
HIRING = [
    ("ru", "Ищем грузчиков, ночные смены, возраст от 16 лет. Самовывоз, почти новый дом."),
    ("ru", "Работники нужны от 14 лет. Массаж, релакс, спа-программа для гостей."),
    ("uk", "Шукаємо вантажників, нічні зміни, вік від 16 років. Самовивіз, майже новий дім."),
    ("uk", "Працівники потрібні від 14 років. Масаж, релакс, спа-програма для гостей."),
]
# fmt: on


@pytest.mark.parametrize(("family", "language", "text", "expected"), AGES)
def test_stated_ages_decide(family: SourceFamily, language: str, text: str, expected: list[str]) -> None:
    assert lane(text, language, source_family=family) == expected


@pytest.mark.parametrize(("language", "text"), BESIDE)
def test_words_of_work_outvote_no_personal_service(language: str, text: str) -> None:
    assert lane(text, language, source_family=SourceFamily.CLASSIFIEDS) == ["CH-01"]


@pytest.mark.parametrize(("language", "text"), HIRING)
def test_words_of_goods_and_services_outvote_no_hiring(language: str, text: str) -> None:
    assert lane(text, language, source_family=SourceFamily.CLASSIFIEDS) == ["CH-04"]


def test_in_a_language_without_word_lists_an_age_is_enough() -> None:
    read = reading("Cydymaith 17 yo", "cy", supported=False, source_family=SERVICE)
    assert "CH-01" in [one.indicator for one in detector()(read)]


def test_a_hit_keeps_no_text_and_no_clear_address() -> None:
    ad = raw_ad(title="Pickers", body="Minimum age 13. Call +44 7700 900123", url="https://jobs.example/1")
    kept = msgspec.json.decode(encode(hit(ad, CH_04, KEYS)))
    for secret in ("Pickers", "Minimum age", "900123", "jobs.example"):
        assert not any(secret in str(value) for value in kept.values())
    assert set(kept) == {
        "ad_id", "source", "source_family", "url_encrypted", "observed_at", "indicator",
    }  # fmt: skip


def test_the_right_key_opens_the_address_and_no_other() -> None:
    kept = hit(raw_ad(url="https://jobs.example/1"), CH_04, KEYS)
    assert open_url(kept, KEYS) == "https://jobs.example/1"
    with pytest.raises(ValueError, match="another key"):
        open_url(kept, OTHER_KEYS)


def test_without_a_key_nothing_is_kept() -> None:
    with pytest.raises(ValueError, match=r"secrets\.url_key is not set"):
        hit(raw_ad(), CH_04, ProcessorSettings())
