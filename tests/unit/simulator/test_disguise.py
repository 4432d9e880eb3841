"""Whatever the style, the contact can be read back from its surface."""

import re
import unicodedata
from random import Random

import pytest

from schemas.mention import MentionKind
from simulator.contacts import Contact
from simulator.disguise import STYLES, disguise
from simulator.disguise.characters import LEET, LOOKALIKE, LOOKALIKE_LETTERS, ZERO_WIDTH
from simulator.disguise.spoken import DIGIT_WORDS

PHONES = {
    "GB": Contact(MentionKind.PHONE, "+447700900143", "GB"),
    "US": Contact(MentionKind.PHONE, "+14155550132", "US"),
    "FR": Contact(MentionKind.PHONE, "+33639987180", "FR"),
}
EMAIL = Contact(MentionKind.EMAIL, "amber.river71@postbox.example")
NATIONAL = {"GB": "07700900143", "US": "4155550132", "FR": "0639987180"}
ZERO = dict.fromkeys(map(ord, ZERO_WIDTH))
BACK = {ord(sign): digit for table in (LEET, LOOKALIKE) for digit, signs in table.items() for sign in signs}


def digits(surface: str, language: str) -> str:
    """A patient reader: undoes what `disguise` may have done, by its tables."""
    text = unicodedata.normalize("NFKC", surface.translate(ZERO))
    for value, word in enumerate(DIGIT_WORDS[language]):
        text = re.sub(rf"\b{word}\b", str(value), text)
    if not re.search("[xzaXk]", text):
        text = text.translate(BACK)
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
@pytest.mark.parametrize("country", PHONES)
@pytest.mark.parametrize("style", sorted(set(STYLES[MentionKind.PHONE]) - {"pairs"}))
def test_a_phone_can_be_read_back(style: str, country: str, language: str) -> None:
    for seed in range(20):
        surface = disguise(Random(seed), PHONES[country], style, language)
        assert digits(surface, language) in (NATIONAL[country], PHONES[country].value[1:])


@pytest.mark.parametrize(
    ("country", "language", "surface"),
    [
        ("FR", "fr", "zéro six trente-neuf quatre-vingt-dix-huit soixante et onze quatre-vingts"),
        ("GB", "en", "oh double seven double oh nine double oh one four three"),
        ("US", "en", "four one double five double five oh one three two"),
    ],
)
def test_pairs_are_said_as_people_say_them(country: str, language: str, surface: str) -> None:
    assert disguise(Random(1), PHONES[country], "pairs", language) == surface


FRENCH = {
    "00": "zéro zéro", "07": "zéro sept", "10": "dix", "16": "seize", "17": "dix-sept", "20": "vingt",
    "21": "vingt et un", "22": "vingt-deux", "39": "trente-neuf", "70": "soixante-dix", "71": "soixante et onze",
    "77": "soixante-dix-sept", "80": "quatre-vingts", "81": "quatre-vingt-un", "90": "quatre-vingt-dix",
    "91": "quatre-vingt-onze", "99": "quatre-vingt-dix-neuf",
}  # fmt: skip


@pytest.mark.parametrize("pair", FRENCH)
def test_french_numbers(pair: str) -> None:
    phone = Contact(MentionKind.PHONE, f"+3319900{pair}{pair}", "FR")
    assert disguise(Random(1), phone, "pairs", "fr").endswith(f"{FRENCH[pair]} {FRENCH[pair]}")


@pytest.mark.parametrize("style", sorted(STYLES[MentionKind.EMAIL]))
def test_an_address_can_be_read_back(style: str) -> None:
    back = {ord(foreign): letter for letter, foreign in LOOKALIKE_LETTERS.items()} if style == "lookalike" else {}
    for seed in range(20):
        for language in ("en", "fr", "es", "ru"):
            text = disguise(Random(seed), EMAIL, style, language).translate(ZERO).translate(back)
            text = re.sub(r"[ (\[]*\b(at|arobase|arroba|собака)\b[ )\]]*", "@", text)
            text = re.sub(r"[ (\[]+(dot|point|punto|точка)[ )\]]+", ".", text).replace(" ", "")
            assert text == EMAIL.value


@pytest.mark.parametrize(
    ("value", "style", "surfaces"),
    [
        (
            "telegram:jade_kite9",
            "plain",
            "Telegram: jade_kite9|telegram: jade_kite9|Telegram @jade_kite9|TG: @jade_kite9",
        ),
        ("telegram:jade_kite9", "link", "t.me/jade_kite9|https://t.me/jade_kite9"),
        ("wechat:jadekite9", "plain", "WeChat: jadekite9|wechat ID: jadekite9"),
    ],
)
def test_a_name_stands_beside_its_network(value: str, style: str, surfaces: str) -> None:
    handle = Contact(MentionKind.HANDLE, value)
    found = {disguise(Random(seed), handle, style, "en") for seed in range(60)}
    assert {surface.replace("Jade", "jade") for surface in found} == set(surfaces.split("|"))


def test_a_whatsapp_link_holds_the_whole_number() -> None:
    assert disguise(Random(1), PHONES["GB"], "link", "en").endswith("wa.me/447700900143")


def test_no_surface_can_be_changed_by_an_html_page() -> None:
    for kind, contact in ((MentionKind.PHONE, PHONES["FR"]), (MentionKind.EMAIL, EMAIL)):
        for style in STYLES[kind]:
            for seed in range(20):
                surface = disguise(Random(seed), contact, style, "fr")
                assert not re.search(r"^\s|\s$|\s{2}", surface), (style, surface)


def test_a_style_that_a_kind_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        disguise(Random(1), EMAIL, "emoji", "en")
