"""Text that every page can carry unchanged, in wording that anybody may read."""

import re
from collections import Counter

import pytest

from simulator import InventedAd, World

SPACES = re.compile("[ \t\n\r\f]+")
# Whole words, in the languages of the simulator, that have no place in it.
UNWANTED = """
sex sexy sexual erotic nude naked porn fetish escort escorts prostitute prostitution brothel intimate
child children kid kids girl girls boy boys teen teens teenager schoolgirl minor minors virgin
sexe sexuel sexuelle érotique nue nues escorte prostituée intime
enfant enfants fille filles garçon mineur mineure vierge
sexo erótico desnuda puta niña niño niñas niños menor menores virgen
секс эротика голая интим девочка девочки девушка девушки мальчик ребёнок дети проститутка
victim trafficker slave
"""


def normal(text: str) -> str:
    """The normal form of `spiders.text`: lines without outer or double spaces, no empty lines."""
    lines = (SPACES.sub(" ", line).strip(" ") for line in re.split("[\r\n]+", text))
    return "\n".join(line for line in lines if line)


def wording(ad: InventedAd) -> str:
    return f"{ad.title}\n{ad.body}\n" + "\n".join(ad.fields.values())


def test_titles_bodies_and_fields_are_in_normal_form(day: World) -> None:
    assert [ad.key for ad in day.ads if normal(ad.body) != ad.body] == []
    assert [ad.key for ad in day.ads if normal(ad.title) != ad.title or "\n" in ad.title] == []
    assert [ad.key for ad in day.ads for value in ad.fields.values() if normal(value) != value or "\n" in value] == []


def test_no_slot_is_left_open(day: World) -> None:
    slot = re.compile(r"\{[a-z]+\}|<[a-z]+>|<\d+\.\.\d+>|\[[^\]]*\|")
    hits = [ad.key for ad in day.ads if ad.answer.case != "hostile_content" and slot.search(wording(ad))]
    assert hits == []


def test_no_unwanted_word_occurs(day: World) -> None:
    unwanted = set(UNWANTED.split())
    found = Counter(word for ad in day.ads for word in re.findall(r"\w+", wording(ad).lower()) if word in unwanted)
    assert found == {}


@pytest.mark.parametrize(
    ("trap", "sites"),
    [
        ("<script>", {"demo_classifieds"}),
        ("{{7*7}}", {"demo_jobs"}),
        ("=HYPERLINK(", {"demo_feed"}),
        ("\u202e", {"demo_classifieds"}),
        ("DROP TABLE", {"demo_jobs"}),
        ("\u200d", {"demo_feed"}),
        ("\x1b[31m", {"demo_feed"}),
    ],
)
def test_hostile_text_stands_in_harmless_ads(day: World, trap: str, sites: set[str]) -> None:
    hit = [ad for ad in day.ads if ad.answer.case == "hostile_content" and trap in ad.body]
    assert {ad.site for ad in hit} == sites
    assert all(set(ad.answer.indicators) <= {"SX-05", "NW-09", "LB-04", "LB-05"} for ad in hit)


def test_some_ad_has_a_word_without_end(day: World) -> None:
    assert max(len(word) for ad in day.ads for word in ad.body.split()) == 4000


def test_control_characters_stay_out_of_html(day: World) -> None:
    control = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
    assert {ad.site for ad in day.ads if control.search(wording(ad))} == {"demo_feed"}
