"""A damaged state stops the stage with a word on what to do; it never leads to another answer."""

import pytest

from processors.link.sealing import DamagedStateError, opened, sealed
from processors.link.tables import CHECKED
from processors.state import MemoryTransaction
from tests.unit.processors.link.cases import FARM, Links, ad, dump

CHECKED_TABLES = ("numbers", "ads", "texts", "postings", "clusters", "contacts", "actors")


def test_a_sealed_value_comes_back_or_is_refused() -> None:
    whole = sealed(b"value")
    assert opened(whole) == b"value"
    for damaged in (b"", b"abc", whole[:-1], b"w" + whole[1:], whole + b"\0"):
        with pytest.raises(DamagedStateError, match="adwatch link rebuild"):
            opened(damaged)


@pytest.mark.parametrize("table", CHECKED_TABLES)
@pytest.mark.parametrize("place", [0, -1])
def test_one_wrong_bit_is_found_when_the_value_is_used(table: str, place: int) -> None:
    links = Links()
    links.add(ad("1", FARM, phones=["1"]), ad("2", f"{FARM} Two.", phones=["1"]))
    for key, value in list(links.tx.scan(table)):
        wrong = bytearray(value)
        wrong[place] ^= 1
        links.tx.put(table, key, bytes(wrong))
    with pytest.raises(DamagedStateError):
        links.add(ad("3", FARM, phones=["1"], minutes=5), ad("1", f"{FARM} Now.", phones=["1"], minutes=6))


def test_a_row_that_is_gone_is_found() -> None:
    links = Links()
    links.add(ad("1"))
    for key, _ in list(links.tx.scan("clusters")):
        links.tx.delete("clusters", key)
    with pytest.raises(DamagedStateError):
        links.add(ad("1", f"{FARM} Now.", minutes=5))


def test_a_state_without_checksums_is_read_on() -> None:
    links, older = Links(), MemoryTransaction()
    links.add(ad("1", phones=["1"]))
    for table, rows in dump(links.tx).items():
        for key, value in rows:
            if key != CHECKED:
                bare = table in ("ads", "ads_rest", "counts", "members", "contact_ads", "edges", "due")
                older.put(table, key, value if bare else opened(value))
    again = Links(older)
    [told] = again.add(ad("2", phones=["1"], minutes=1))
    assert told[0].cluster_size == 2
    assert told[0].actor_ads == 2
