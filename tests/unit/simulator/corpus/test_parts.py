"""Dealing, roughening, and ordinary ads with as many signs as the studies counted."""

from collections import Counter
from random import Random

from simulator.corpus.decks import Decks
from simulator.corpus.rough import bare, roughened
from simulator.corpus.usual import usual
from simulator.draft import Draft, Line
from simulator.phrases import Kind, Money


def test_no_card_comes_twice_before_every_card_came_once() -> None:
    decks = Decks(Random(1))
    dealt = [decks.deal("a", "wxyz")[0] for _ in range(12)]
    assert [sorted(dealt[at : at + 4]) for at in (0, 4, 8)] == [list("wxyz")] * 3


def test_a_hand_has_no_card_twice_and_no_more_than_there_are() -> None:
    decks = Decks(Random(2))
    assert all(len(set(decks.deal("a", "xyz", 2))) == 2 for _ in range(20))
    assert sorted(decks.deal("b", "xyz", 9)) == list("xyz")
    assert decks.deal("c", "") == []


def test_decks_of_different_keys_do_not_disturb_each_other() -> None:
    decks = Decks(Random(3))
    assert Counter(decks.deal(key, "ab")[0] for key in (1, 2) for _ in range(2)) == {"a": 2, "b": 2}


def test_roughened_text_keeps_its_slots_and_what_it_states() -> None:
    kind = Kind("farm", "job", Money(None, 0, 0), {})
    draft = Draft("fr", kind, "Été à {city}", (Line("Payé {pay}.", says=("LB-16",)), Line("Écrivez.")))
    seen = set()
    for seed in range(200):
        rough = roughened(Random(seed), draft)
        assert rough.slots == {"city", "pay"}
        assert rough.lines[0].says == ("LB-16",)
        seen.add(rough.lines[0].text)
    assert {"Payé {pay}.", "payé {pay}.", "Paye {pay}."} <= seen


def test_accents_go_and_letters_stay() -> None:
    assert bare("Știți, é à ñ ç") == "Stiti, e a n c"


def test_ordinary_ads_have_as_many_signs_as_the_studies_counted() -> None:
    decks, rng = Decks(Random(4)), Random(4)
    jobs = [len(usual(rng, decks, "job").says) for _ in range(2000)]
    services = [len(usual(rng, decks, "service").says) for _ in range(2000)]
    assert abs(sum(count >= 1 for count in jobs) / 2000 - 0.984) < 0.02
    assert abs(sum(count >= 5 for count in jobs) / 2000 - 0.15) < 0.03
    assert abs(sum(count == 1 for count in services) / 2000 - 0.583) < 0.05
