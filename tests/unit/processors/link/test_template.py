"""Templates: what copies have in common, and what each fills in."""

import random

import pytest

from processors.link.template import SLOT, template_of
from schemas.ad import LinkedAd, MaskedText
from tests.factories import linked_ad


def copies(*texts: str) -> list[LinkedAd]:
    return [linked_ad(ad_id=str(n), masked=MaskedText(body=text)) for n, text in enumerate(texts)]


CASES = [
    ("one ad", ["Call [phone-1] now."], "Call [phone-1] now.", [[]]),
    ("the same", ["Rooms near the lake"] * 3, "Rooms near the lake", [[]] * 3),
    ("case is no difference", ["Rooms near the LAKE", "ROOMS near the lake"], "ROOMS near the lake", [[]] * 2),
    ("a contact", ["Call [phone-1] now", "Call [phone-2] now"], "Call {} now", [["[phone-1]"], ["[phone-2]"]]),
    ("at the ends", ["Anna: warm rooms, Lyon", "Berta: warm rooms, Metz"], "{} : warm rooms, {}",
     [["Anna", "Lyon"], ["Berta", "Metz"]]),
    ("of several words", ["Work in old Lyon now", "Work in Metz now"], "Work in {} now", [["old Lyon"], ["Metz"]]),
    ("only one has it", ["Come by soon", "Come by very soon"], "Come by {} soon", [[""], ["very"]]),
    ("without spaces", ["苹果园招聘工人", "樱桃园招聘工人"], "{} 园招聘工人", [["苹果"], ["樱桃"]]),
    ("nothing in common", ["one two", "three four"], "{}", [["one two"], ["three four"]]),
    ("empty", ["", ""], "", [[], []]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "text", "slots"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_template(texts: list[str], text: str, slots: list[list[str]]) -> None:
    template = template_of(copies(*texts))
    assert template.text == text
    assert list(template.slots.values()) == slots


def test_every_ad_fills_every_slot() -> None:
    names = ["Anna", "Berta", "Clara", "Dora", "Emma"]
    ads = copies(
        *(f"{name} offers lessons in {n * 7} minutes near the lake, call [phone-{n}]" for n, name in enumerate(names))
    )
    template = template_of(ads)
    assert template.text.count(SLOT) == 3
    assert list(template.slots.values()) == [[name, str(n * 7), f"[phone-{n}]"] for n, name in enumerate(names)]


def test_the_order_of_the_ads_makes_no_difference() -> None:
    draw = random.Random(5)
    ads = copies(
        *(f"{draw.choice('abc')} room for {n} near the {draw.choice(('lake', 'old mill'))} now" for n in range(60))
    )
    template = template_of(ads)
    for _ in range(5):
        draw.shuffle(ads)
        assert template_of(ads) == template


def test_an_ad_that_lacks_a_constant_word_keeps_its_slots_in_line() -> None:
    texts = [f"for {n} guests near the lake" for n in range(11)]
    template = template_of(copies(*texts, "for 99 guests near lake"))
    assert template.text == "for {} guests near the lake"
    assert list(template.slots.values())[-1] == ["99"]


def test_nothing_at_all() -> None:
    assert template_of([]) == ("", {}, ("",))


def test_the_parts_and_values_are_what_a_page_shows() -> None:
    template = template_of(copies("Call [phone-1] {} now", "Call [phone-2] {} now", "Call [phone-1] {} now"))
    assert [part.split() for part in template.parts] == [["Call"], ["{}", "now"]]
    assert template.values() == [[("[phone-1]", 2), ("[phone-2]", 1)]]
