"""The language reader: right where it answers, silent where it cannot know."""

import pytest

from processors.enrich.language import build_language
from processors.enrich.letters import letters

read = build_language(frozenset({"en", "fr"}))

KNOWN = [
    ("en", "Cosy flat near the river, two rooms, pets welcome, viewings on Sunday"),
    ("en", "HOT NEW GIRL IN TOWN"),
    ("en", "Urgent hiring housemaid, salary 1500 AED, visa free"),
    ("fr", "Bonjour, je cherche une aide à domicile pour ma mère, trois matins par semaine"),
    ("es", "Hola, busco trabajo de camarera, tengo experiencia y hablo inglés"),
    ("pt", "Olá, meu nome é Ana e procuro trabalho como cozinheira"),
    ("it", "Ciao, sono una ragazza di venti anni e cerco lavoro come cameriera"),
    ("de", "Wir suchen ab sofort eine Haushaltshilfe, Unterkunft ist vorhanden"),
    ("ro", "Bună, mă numesc Ana și caut de lucru ca bucătăreasă"),
    ("ro", "buna ma numesc ana am 25 ani suna-ma"),
    ("pl", "Szukam pracy jako opiekunka, mam doświadczenie i referencje"),
    ("ru", "Требуются рабочие на склад, жильё предоставляем, оплата каждую неделю"),
    ("ru", "privet menya zovut Anna zvonite"),
    ("uk", "Шукаю роботу помічницею по господарству, маю досвід"),
    ("bg", "Търся работа като готвачка, имам опит и добри препоръки"),
    ("sr", "Zdravo, tražim posao u kuhinji, imam iskustva i preporuke"),
    ("hu", "Szia, munkát keresek, van tapasztalatom és ajánlásom"),
    ("tr", "Merhaba, ev işlerinde yardımcı olarak iş arıyorum"),
    ("el", "Γεια σας, ψάχνω για δουλειά σε εστιατόριο"),
    ("ar", "مرحبا، أبحث عن عمل في مطعم ولدي خبرة"),
    ("zh", "你好 我在找餐厅的工作 有经验"),
    ("th", "สวัสดีค่ะ กำลังหางานในร้านอาหาร"),
    ("vi", "xin chào tôi đang tìm việc làm trong nhà hàng"),
]

UNKNOWN = ["", "4155550123", "💋💕🔥", "hi", "Anna 25", "ok 👍", "asdkjh qwe zxc", "Здравствуйте", "xx yy zz 12"]


@pytest.mark.parametrize(("code", "text"), KNOWN)
def test_reads(code: str, text: str) -> None:
    assert read(letters(text.lower()), None).code == code


@pytest.mark.parametrize("text", UNKNOWN)
def test_says_unknown_rather_than_guess(text: str) -> None:
    assert read(letters(text.lower()), None).code is None


def test_a_language_is_supported_when_it_has_word_lists() -> None:
    assert read(letters(KNOWN[3][1].lower()), None).supported
    assert not read(letters(KNOWN[4][1].lower()), None).supported
    assert not read([], None).supported


def test_a_hint_decides_only_what_the_text_leaves_open() -> None:
    assert read(letters("femme de ménage dubai"), "fr").code == "fr"
    assert read(letters("требуются рабочие на склад срочно"), "en").code == "ru"
    assert read(letters("hi"), "en").code is None
