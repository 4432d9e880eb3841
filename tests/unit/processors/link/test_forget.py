"""Forgetting an ad: nothing of it is left, everything else stays as linked as it was."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import msgspec

from processors import added_lines
from processors.erased import FILE
from processors.link import forget
from processors.link.tables import State
from processors.state import MemoryTransaction
from schemas.ad import EnrichedAd, LinkedAd
from schemas.base import epoch_ms
from schemas.forget import Order
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad, dump, seen

HOUR = timedelta(hours=1)
ONE, TWO = ad("1", FARM, phones=["1"], names=["Ana"]), ad("2", SHOP, phones=["1", "2"], minutes=1)


def linked(*ads: EnrichedAd) -> Links:
    links = Links()
    for each in ads:
        links.add(each)
    return links


def forgotten(links: Links, *ads: EnrichedAd) -> int:
    state = State(links.tx)
    done = sum(forget.forget(each.ad_id, state) for each in ads)
    state.flush()
    return done


def remains(links: Links, *ads: EnrichedAd) -> int:
    return forget.remains((each.ad_id for each in ads), State(links.tx))


def test_nothing_of_the_ad_is_left_and_the_others_are_as_they_were() -> None:
    links = linked(ONE, TWO)
    assert remains(links, ONE) > 0
    assert forgotten(links, ONE) == 1
    assert remains(links, ONE) == 0
    assert remains(links, TWO) > 0
    third = ad("3", SOFA, phones=["2"], minutes=2)
    links.add(third)
    assert links.of(third).actor == links.of(TWO).actor
    assert links.of(third).actor_ads == 2


def test_the_last_ad_takes_its_contacts_actor_and_text_with_it() -> None:
    links = linked(ONE)
    forgotten(links, ONE)
    stored = dump(links.tx)
    assert {table for table, rows in stored.items() if rows} <= {"counts", "due"}


def test_a_contact_that_only_this_ad_had_is_forgotten_with_its_edges() -> None:
    links = linked(ad("1", FARM, phones=["1"]), TWO)
    forgotten(links, TWO)
    stored = dump(links.tx)
    assert len(stored["contacts"]) == 1
    assert stored["edges"] == []


def test_an_ad_that_comes_back_is_a_new_one() -> None:
    links = linked(ONE, TWO)
    forgotten(links, ONE)
    again = ad("1", FARM, phones=["1"], minutes=90)
    [[told]] = [told[:1] for told in links.add(again)]
    assert (told.history.sightings, told.actor, told.masked.body) == (1, links.of(TWO).actor, FARM)


def test_copies_of_a_forgotten_text_find_no_empty_place() -> None:
    links = linked(ONE)
    forgotten(links, ONE)
    copies = [ad("8", FARM, minutes=5), ad("9", FARM, minutes=6)]
    links.add(*copies)
    assert links.clusters(copies) == 1


def test_what_is_not_known_is_no_error() -> None:
    links = linked(ONE)
    assert forgotten(links, ad("9")) == 0
    assert forgotten(links, ONE, ONE) == 1


def test_orders_are_followed_once_in_their_order_and_some_at_a_time(tmp_path: Path) -> None:
    links = linked(ONE, TWO)
    added_lines.add(forget.path(tmp_path), [Order(ad_id=each.ad_id, at=NOON + HOUR) for each in (ONE, TWO)])
    with forget.path(tmp_path).open("ab") as file:
        file.write(msgspec.json.encode(Order(ad_id="cut", at=NOON + HOUR)))  # a crash came before its end

    def followed(most: int) -> int:
        state = State(links.tx)
        count = forget.follow_orders(tmp_path, state, most)
        state.flush()
        return count

    assert [followed(1), followed(5), followed(5)] == [1, 1, 0]
    links.add(ad("1", FARM, minutes=90))
    assert followed(5) == 0, "the order was followed before the ad came back"


def test_an_order_from_before_an_ad_came_back_is_not_followed_on_a_state_that_is_built_anew(tmp_path: Path) -> None:
    back = ad("1", FARM, minutes=90)
    added_lines.add(forget.path(tmp_path), [Order(ad_id=back.ad_id, at=NOON)])
    links = linked(back)
    assert forget.follow_orders(tmp_path, State(links.tx)) == 0
    added_lines.add(forget.path(tmp_path), [Order(ad_id=back.ad_id, at=NOON, for_good=True)])
    assert forget.follow_orders(tmp_path, State(links.tx)) == 1


def test_who_was_told_with_an_erased_ad_by_a_tick_that_was_killed_is_told_again_without_it(tmp_path: Path) -> None:
    one, other = ad("1", FARM, phones=["1"]), ad("2", FARM, phones=["1"], minutes=1)
    links = Links(home=tmp_path)
    links.add(one, other)
    third = ad("3", FARM, phones=["1"], minutes=2)
    links.add(third)
    [*killed] = Links(deepcopy(links.tx), tmp_path).rest()  # put out, and never committed
    assert {(each.ad_id, each.cluster_size) for each in killed if isinstance(each, LinkedAd)} == {
        (one.ad_id, 3),
        (other.ad_id, 3),
    }
    added_lines.add(tmp_path / FILE, [Order(ad_id=third.ad_id, at=NOON, for_good=True)])
    told = {each.ad_id: each for each in links.rest() if isinstance(each, LinkedAd)}
    assert {name: (each.cluster_size, each.actor_ads) for name, each in told.items()} == {
        one.ad_id: (2, 2),
        other.ad_id: (2, 2),
    }
    assert all(told[each.ad_id].version >= each.version for each in killed if isinstance(each, LinkedAd))
    assert links.rest() == []


def test_an_installation_without_orders_forgets_nothing(tmp_path: Path) -> None:
    assert forget.follow_orders(tmp_path, State(MemoryTransaction())) == 0


def unseen(links: Links, since_minutes: int, looks: int) -> int:
    state = State(links.tx)
    count = forget.forget_unseen(epoch_ms(NOON + timedelta(minutes=since_minutes)), state, looks)
    state.flush()
    return count


def test_ads_that_were_not_seen_for_long_are_forgotten_some_at_a_time() -> None:
    texts = [f"{FARM} {number}" for number in range(6)]
    links = linked(*(ad(str(number), text, minutes=number) for number, text in enumerate(texts)))
    assert [unseen(links, 4, looks=3), unseen(links, 4, looks=3), unseen(links, 4, looks=3)] == [3, 1, 0]
    assert remains(links, ad("3")) == 0
    assert remains(links, ad("4"), ad("5")) > 0


def test_an_ad_that_is_seen_again_is_kept() -> None:
    links = linked(ONE)
    links.add(seen(ONE, 50))
    assert unseen(links, 50, looks=9) == 0
    assert unseen(links, 51, looks=9) == 1


def test_the_state_does_not_grow_with_ads_that_come_and_go() -> None:
    links, sizes = Links(), []
    for turn in range(4):
        for number in range(20):
            words = " ".join(f"word{turn}x{number}x{place}" for place in range(30))
            links.add(ad(f"{turn}-{number}", words, phones=[f"{turn}{number}"], minutes=turn * 100))
        unseen(links, turn * 100, looks=99)
        links.rest()
        sizes.append(sum(len(rows) for table, rows in dump(links.tx).items() if table != "counts"))
    assert max(sizes) - min(sizes) <= 2, "but for two shingles that share a posting by chance"


def test_after_a_turn_nobody_is_looked_at_before_the_first_can_be_due() -> None:
    links = linked(*(ad(str(number), f"{FARM} {number}", minutes=number + 10) for number in range(6)))
    assert unseen(links, 5, looks=9) == 0
    assert State(links.tx).seen_since == epoch_ms(NOON + timedelta(minutes=10))
    assert (unseen(links, 10, looks=0), unseen(links, 11, looks=9)) == (0, 1)
    late = ad("late", SHOP, minutes=2)
    links.add(late)
    assert unseen(links, 3, looks=9) == 1, "an ad that comes late is not passed over"
    assert remains(links, late) == 0
