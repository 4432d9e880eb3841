"""Forgetting by event time."""

from processors.memory import Memory
from processors.state import MemoryTransaction


def memory_at(moment: int, tx: MemoryTransaction | None = None) -> Memory:
    memory = Memory(tx or MemoryTransaction())
    memory.advance(moment)
    return memory


def test_remembers_until_the_moment_named() -> None:
    memory = memory_at(1_000)
    memory.put("t", b"k", b"v", until=2_000)
    memory.advance(1_999)
    assert memory.get("t", b"k") == b"v"
    memory.advance(2_000)
    assert memory.get("t", b"k") is None


def test_time_never_goes_back() -> None:
    memory = memory_at(1_000)
    memory.advance(10)
    assert memory.watermark == 1_000


def test_time_is_kept_in_the_state() -> None:
    tx = MemoryTransaction()
    memory_at(1_000, tx).sweep()
    assert Memory(tx).watermark == 1_000


def test_sweeping_deletes_what_is_forgotten_and_nothing_else() -> None:
    tx = MemoryTransaction()
    memory = memory_at(0, tx)
    for moment in range(1, 10):
        memory.put("t", b"%d" % moment, b"v", until=moment)
    memory.advance(5)
    memory.sweep()
    assert [key for key, _ in tx.scan("t")] == [b"6", b"7", b"8", b"9"]
    assert len(list(tx.scan("memory.expiry"))) == 4


def test_what_is_put_again_is_remembered_for_longer() -> None:
    tx = MemoryTransaction()
    memory = memory_at(0, tx)
    memory.put("t", b"k", b"old", until=10)
    memory.put("t", b"k", b"new", until=20)
    for moment in (15, 20):
        memory.advance(moment)
        memory.sweep()
        assert (memory.get("t", b"k") == b"new") is (moment < 20)
    assert list(tx.scan("t")) == list(tx.scan("memory.expiry")) == []


def test_sweeping_changes_no_answer() -> None:
    """The same puts and moments, swept after each or never, answer alike."""
    swept, unswept = memory_at(0), memory_at(0)
    for moment in range(0, 100, 3):
        for memory in (swept, unswept):
            memory.advance(moment)
            memory.put("t", b"%d" % (moment % 7), b"%d" % moment, until=moment + moment % 11)
        swept.sweep()
        keys = [b"%d" % number for number in range(7)]
        assert [swept.get("t", key) for key in keys] == [unswept.get("t", key) for key in keys]


def test_one_sweep_stays_small() -> None:
    tx = MemoryTransaction()
    memory = memory_at(0, tx)
    for number in range(50):
        memory.put("t", b"%d" % number, b"", until=1)
    memory.advance(2)
    memory.sweep(limit=20)
    assert len(list(tx.scan("t"))) == 30


def test_two_tables_with_one_key_are_two_entries() -> None:
    memory = memory_at(0)
    memory.put("a", b"k", b"1", until=5)
    memory.put("b", b"k", b"2", until=50)
    memory.advance(10)
    memory.sweep()
    assert (memory.get("a", b"k"), memory.get("b", b"k")) == (None, b"2")
