"""What crawls say of ads they know: last seen is true, away and back, moved, edited, reposted, mirrored."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from processors.link import sightings
from schemas.ad import Absence, Edit, Move
from schemas.sighting import Seen
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SHOP, Links, ad, dump, gone, seen

DAY = 24 * 60
ONE = ad("1", FARM)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_an_ad_that_is_seen_unchanged_was_last_seen_then() -> None:
    links = Links()
    links.add(ONE)
    told = links.add(seen(ONE, 60))[0]
    assert [(ad.history.last_seen, ad.history.sightings, ad.observed_at) for ad in told] == [(at(60), 2, at(60))]
    assert (told[0].crawl_run, told[0].masked, told[0].history.versions) == ("run 60", ONE.masked, 1)
    assert links.add(seen(ONE, 60)) == [[]], "a replay says nothing"


@pytest.mark.parametrize("kind", [Seen.NEW, Seen.CHANGED, Seen.REUSED, Seen.RETURNED])
def test_what_comes_with_its_text_is_counted_once(kind: Seen) -> None:
    links = Links()
    links.add(seen(ONE, 0, kind), ONE, seen(ONE, 0, kind))
    assert links.of(ONE).history.sightings == 1


RECORDS = (ONE, seen(ONE, 10), seen(ONE, 20), ad("1", SHOP, minutes=30), seen(ad("1", SHOP), 40), gone(ONE, 50, 40))
ORDERS = [order for order in permutations(range(6)) if order.index(0) < order.index(3)]


@pytest.mark.parametrize("order", ORDERS[::9])
def test_the_topics_may_come_in_any_order(order: tuple[int, ...]) -> None:
    links = Links()
    links.add(*(RECORDS[place] for place in order))
    history = links.of(ONE).history
    assert (history.first_seen, history.last_seen, history.gone_at) == (NOON, at(40), at(50))
    assert history.versions == 2
    assert links.of(ONE).masked.body == SHOP


def test_replays_change_nothing() -> None:
    links = Links()
    links.add(*RECORDS)
    before = dump(links.tx)
    links.add(*RECORDS)
    assert dump(links.tx) == before


def test_gone_and_back_is_an_absence() -> None:
    links = Links()
    links.add(ONE, seen(ONE, 10))
    links.add(gone(ONE, 20, 10))
    assert links.of(ONE).history.gone_at == at(20)
    links.add(ad("1", FARM, minutes=3 * DAY))
    history = links.of(ONE).history
    assert (history.gone_at, history.absences) == (None, (Absence(last_seen=at(10), back=at(3 * DAY)),))


def test_unseen_for_weeks_is_an_absence_too() -> None:
    links = Links()
    links.add(ONE, seen(ONE, 10 * DAY), seen(ONE, 40 * DAY))
    assert links.of(ONE).history.absences == (Absence(last_seen=at(10 * DAY), back=at(40 * DAY)),)


def test_versions_say_what_changed_and_where_to() -> None:
    links = Links()
    links.add(ad("1", FARM, place="Lyon"))
    links.add(ad("1", FARM.replace("a warm meal at noon", "two meals"), place="Metz", minutes=5))
    history = links.of(ONE).history
    assert history.edits == (Edit(at=at(5), removed="a warm meal at noon.", added="two meals."),)
    assert history.moves == (Move(at=at(5), place="metz", before="lyon"),)


def test_a_copy_on_another_source_is_a_mirror_and_one_listing() -> None:
    links, ads = Links(), [ad("1", FARM, phones="1", source=source) for source in ("one", "two", "three")]
    links.add(*ads)
    assert [links.of(one).history.mirror_of for one in ads] == ["", ads[0].ad_id, ads[0].ad_id]
    assert "NW-01" not in links.findings(ads[0]), "three sites show one listing"
    other = ad("1", FARM, phones="2", source="four")
    links.add(other)
    assert links.of(other).history.mirror_of == ""


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1), (1, 2, 0)])
def test_a_copy_soon_after_an_ad_vanished_is_a_repost(order: tuple[int, ...]) -> None:
    first, again = ad("1", FARM, phones="1"), ad("2", FARM, phones="1", minutes=2 * DAY)
    links, records = Links(), (first, gone(first, 2 * DAY + 5, 0), again)
    for place in order:
        links.add(records[place])
    links.rest()
    assert links.of(again).history.repost_of == first.ad_id
    assert links.findings(again)["NW-06"].evidence[0] == first.ad_id


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "MAX_WAITING", 3)
    links = Links()
    links.add(*(seen(ad(str(n)), 0) for n in range(10)))
    assert len(dump(links.tx)["waiting"]) == len(dump(links.tx)["waiting_queue"]) == 3
