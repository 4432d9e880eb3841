"""Looking up clusters and actors in the state."""

from processors.link import lookup
from tests.unit.processors.link.cases import FARM, SHOP, Links, ad


def test_what_was_linked_is_found() -> None:
    links = Links()
    ads = [ad("1", FARM, phones="1"), ad("2", FARM, phones="2"), ad("3", SHOP, phones="1"), ad("4", SHOP)]
    links.add(*ads)
    ids = [one.ad_id for one in ads]
    assert [lookup.cluster_of(links.tx, one) for one in ids] == [links.latest[one].cluster for one in ids]
    assert [lookup.actor_of(links.tx, one) for one in ids] == [links.latest[one].actor for one in ids]
    assert lookup.members_of_cluster(links.tx, ids[0]) == [ids[1], ids[0]]
    assert lookup.members_of_actor(links.tx, ids[0]) == [ids[2], ids[0]]
    assert lookup.members_of_actor(links.tx, ids[3]) == []
    assert lookup.linked(links.tx, ids[0]) == links.latest[ids[0]]


def test_members_are_bounded_to_the_newest() -> None:
    links = Links()
    ads = [ad(str(n), FARM, phones="1") for n in range(9)]
    links.add(*ads)
    assert lookup.members_of_cluster(links.tx, ads[0].ad_id, limit=2) == [ads[8].ad_id, ads[7].ad_id]
    assert lookup.members_of_actor(links.tx, ads[0].ad_id, limit=2) == [ads[8].ad_id, ads[7].ad_id]


def test_an_unknown_ad_is_nowhere() -> None:
    tx = Links().tx
    assert lookup.linked(tx, "x") is lookup.cluster_of(tx, "x") is lookup.actor_of(tx, "x") is None
    assert lookup.members_of_cluster(tx, "x") == lookup.members_of_actor(tx, "x") == []
