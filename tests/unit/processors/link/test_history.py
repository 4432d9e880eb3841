"""An ad over time, whatever the order in which its observations arrive, and replays."""

from datetime import timedelta
from itertools import permutations

import pytest

from processors.link.history import MAX_SIGHTINGS
from schemas.ad import EnrichedAd
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SHOP, Links, ad, dump

VISITS = (ad("1", FARM), ad("1", FARM, minutes=10), ad("1", SHOP, minutes=20), ad("1", SHOP, minutes=30))


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_history_does_not_depend_on_the_order(order: tuple[int, ...]) -> None:
    links = Links()
    for place in order:
        links.add(VISITS[place])
    linked = links.of(VISITS[0])
    history = linked.history
    assert (history.first_seen, history.last_seen) == (NOON, NOON + timedelta(minutes=30))
    assert (history.sightings, history.versions) == (4, 2)
    assert (linked.masked.body, linked.observed_at) == (SHOP, NOON + timedelta(minutes=30))


@pytest.mark.parametrize("again", range(4))
def test_a_replay_changes_nothing_and_is_told_as_before(again: int) -> None:
    links = Links()
    links.add(*VISITS, ad("2", FARM))
    before, told = dump(links.tx), links.of(VISITS[0])
    assert links.add(VISITS[again]) == [[told]]
    assert dump(links.tx) == before


def test_a_replay_of_an_older_ad_tells_where_it_stands_now() -> None:
    links, first, second = Links(), ad("1", FARM, phones="1"), ad("2", FARM, phones="1")
    links.add(first)
    links.add(second)
    assert links.add(first) == [[links.of(first)]]


def test_a_late_observation_wins_nothing_but_history() -> None:
    links = Links()
    links.add(VISITS[2])
    links.add(VISITS[0])
    linked = links.of(VISITS[0])
    assert (linked.masked.body, linked.revision, linked.history.first_seen) == (SHOP, 1, NOON)


def test_an_edit_in_the_very_millisecond_wins() -> None:
    links = Links()
    links.add(ad("1", FARM))
    links.add(ad("1", SHOP))
    assert links.of(ad("1")).history.sightings == 2


def many(count: int) -> list[EnrichedAd]:
    return [ad("1", SHOP if n % 3 else FARM, minutes=n) for n in range(count)]


def test_a_long_history_is_counted_though_not_remembered_in_full() -> None:
    links, visits = Links(), many(3 * MAX_SIGHTINGS)
    links.add(*visits)
    history = links.of(visits[0]).history
    assert (history.sightings, history.versions) == (len(visits), 1 + sum(n % 3 < 2 for n in range(1, len(visits))))
    assert history.first_seen == NOON


def test_a_replay_from_before_the_memory_is_not_counted_again() -> None:
    links, visits = Links(), many(3 * MAX_SIGHTINGS)
    links.add(*visits)
    before = dump(links.tx)
    links.add(*visits[:5])
    assert dump(links.tx) == before
