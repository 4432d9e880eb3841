"""States of earlier and later versions. `states/` holds what earlier ones wrote; such a file is never made anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from backports import zstd

from processors.errors import StageStoppedError
from processors.link import forget
from processors.link.lookup import linked
from processors.link.refresh import anything_due
from processors.link.tables import State
from processors.link.versions import FORMAT, NOTED
from processors.state import MemoryTransaction, Store, StoreTransaction
from schemas.ad import EnrichedAd
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad, seen

STATES = Path(__file__).parent / "states"


def given(number: int) -> EnrichedAd:
    """One of the twelve ads that were linked by each of these versions; the first was told gone, the second seen."""
    return ad(
        str(number),
        f"{(FARM, SHOP, SOFA)[number % 3]} {number}",
        phones=(str(number % 4),),
        handles=("a",) if number % 5 == 0 else (),
        names=(f"Name{number}",),
        place=("Lyon", "Metz")[number % 2],
        minutes=number,
    )


@pytest.fixture(params=sorted(STATES.glob("*.mdb.zst")), ids=lambda path: path.name.partition(".")[0])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreTransaction]:
    """A state as an earlier version left it, with things in line."""
    (tmp_path / "data.mdb").write_bytes(zstd.decompress(request.param.read_bytes()))
    with Store(tmp_path) as store, store.begin() as transaction:
        yield transaction


def test_it_is_read_on(state: StoreTransaction) -> None:
    before = [linked(state, given(number).ad_id) for number in range(12)]
    assert all(before)
    links = Links(state)
    assert [[one] for one in before] == links.add(*map(given, range(12))), "a replay tells what was told"
    links.rest()
    assert not anything_due(state)
    links.add(late := ad("late", f"{FARM} late", phones=("1",)))
    links.rest()
    assert links.of(late).cluster_size == links.of(given(3)).cluster_size == 5
    assert links.of(late).cluster == links.of(given(0)).cluster
    assert links.of(late).actor == links.of(given(1)).actor
    first, second = links.of(given(0)), links.of(given(1))
    assert first.history.gone_at
    assert second.history.sightings == 2
    links.add(seen(given(2), 900))
    assert links.of(given(2)).history.sightings == 2


def test_its_line_is_not_lost(state: StoreTransaction) -> None:
    links = Links(state)
    links.rest()
    assert {linked.cluster_size for linked in links.latest.values()} <= {4}
    assert [linked(state, given(number).ad_id).cluster_size for number in range(12)] == [4] * 12  # type: ignore[union-attr]


def test_its_ads_are_forgotten(state: StoreTransaction) -> None:
    links = Links(state)
    links.rest()
    now = State(state)
    assert all(forget.forget(given(number).ad_id, now) for number in range(12))
    now.flush()
    assert forget.remains([given(number).ad_id for number in range(12)], State(state)) == 0
    assert [len(list(state.scan(table))) for table in ("ads", "numbers", "clusters", "members", "texts")] == [0] * 5


def test_one_of_a_later_version_is_refused() -> None:
    tx = MemoryTransaction()
    Links(tx).add(given(0))
    tx.put("counts", NOTED, str(FORMAT + 1).encode())
    with pytest.raises(StageStoppedError, match="of a later version of adwatch") as raised:
        Links(tx).add(given(1))
    assert "adwatch link rebuild" in str(raised.value)
