"""How ads are kept: whole, small, and never read as something else than what was written."""

import hashlib

import lz4.block  # type: ignore[import-untyped]
import msgspec
import pytest

from processors.link.packing import DICTIONARY, UNREADABLE, pack, unpack
from processors.link.records import Kept
from processors.link.table import PiecedTable
from processors.link.tables import State
from processors.state import MemoryTransaction
from tests.unit.processors.link.cases import Links, ad


def kept() -> Kept:
    links = Links()
    links.add(ad("a", phones=["1"]))
    found = State(links.tx).known(ad("a").ad_id)
    assert found is not None
    return found


def test_an_ad_comes_back_as_it_was() -> None:
    assert unpack(pack(kept())) == kept()


def test_an_ad_of_an_earlier_version_is_read() -> None:
    assert unpack(lz4.block.compress(msgspec.msgpack.encode(kept()))) == kept()


def test_a_damaged_ad_is_an_error() -> None:
    packed = pack(kept())
    for place in range(4, len(packed)):
        damaged = packed[:place] + bytes((packed[place] ^ 1,)) + packed[place + 1 :]
        with pytest.raises(UNREADABLE):
            unpack(damaged)


def test_the_dictionary_stays() -> None:
    """Ads that were packed with another one could not be read."""
    assert hashlib.sha256(DICTIONARY.dict_content).hexdigest()[:16] == "0a595adaa740f0f4"


@pytest.mark.parametrize("size", [0, 1, 479, 480, 481, 960, 961, 5_000])
def test_pieces_of_any_size_replace_those_of_any_other(size: int) -> None:
    tx = MemoryTransaction()
    for before in (5_000, 960, 100):
        for value in (b"x" * before, b"y" * size):
            table = PiecedTable(tx, "t", bytes, bytes)
            table.put(b"key", value)
            table.flush()
            assert PiecedTable(tx, "t", bytes, bytes).get(b"key") == value
        assert len(list(tx.scan("t_rest"))) == max(0, -(-size // 480) - 1)
    table.put(b"key", None)
    table.flush()
    assert not [*tx.scan("t"), *tx.scan("t_rest")]
