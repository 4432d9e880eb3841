"""State and offsets: one transaction, one owner, damage noticed."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from processors.errors import StageStoppedError
from processors.state import MemoryTransaction, Store, Transaction


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "link") as opened:
        yield opened


@pytest.fixture(params=["memory", "lmdb"])
def transaction(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Transaction]:
    if request.param == "memory":
        yield MemoryTransaction()
    else:
        with Store(tmp_path / "store") as opened, opened.begin() as open_transaction:
            yield open_transaction


def test_reads_its_own_writes(transaction: Transaction) -> None:
    transaction.put("ads", b"a", b"1")
    transaction.put("ads", b"a", b"2")
    transaction.put("other", b"a", b"3")

    assert transaction.get("ads", b"a") == b"2"
    assert transaction.get("other", b"a") == b"3"
    assert transaction.get("ads", b"b") is None
    assert transaction.get("never written", b"a") is None


def test_deleted_is_gone_and_deleting_nothing_is_harmless(transaction: Transaction) -> None:
    transaction.put("ads", b"a", b"1")
    transaction.delete("ads", b"a")
    transaction.delete("ads", b"a")

    assert transaction.get("ads", b"a") is None
    assert list(transaction.scan("ads")) == []


@pytest.mark.parametrize(
    ("prefix", "keys"),
    [
        (b"", [b"a", b"a\x00z", b"ab", b"b", b"c\xff"]),
        (b"a", [b"a", b"a\x00z", b"ab"]),
        (b"ab", [b"ab"]),
        (b"c\xff", [b"c\xff"]),
        (b"bb", []),
        (b"\xff", []),
    ],
)
def test_scan_gives_keys_of_a_prefix_in_order(transaction: Transaction, prefix: bytes, keys: list[bytes]) -> None:
    for key in (b"c\xff", b"b", b"ab", b"a", b"a\x00z"):
        transaction.put("ads", key, b"v" + key)

    assert list(transaction.scan("ads", prefix)) == [(key, b"v" + key) for key in keys]


def test_a_scan_may_be_left_early(transaction: Transaction) -> None:
    for key in (b"a", b"b"):
        transaction.put("ads", key, b"")

    assert next(transaction.scan("ads")) == (b"a", b"")
    transaction.put("ads", b"c", b"")
    assert transaction.get("ads", b"c") == b""


def test_commit_keeps_state_and_offsets_together(tmp_path: Path) -> None:
    with Store(tmp_path) as store, store.begin() as transaction:
        transaction.put("ads", b"a", b"1")
        transaction.commit({("ads.raw", 0): 10, ("x/ads.raw", 11): 3})

    with Store(tmp_path) as store, store.begin() as transaction:
        assert transaction.get("ads", b"a") == b"1"
    with Store(tmp_path) as store:
        assert store.offsets() == {("ads.raw", 0): 10, ("x/ads.raw", 11): 3}


def test_a_new_store_has_no_offsets(store: Store) -> None:
    assert store.offsets() == {}


def test_leaving_without_commit_undoes_everything(store: Store) -> None:
    with store.begin() as transaction:
        transaction.put("ads", b"a", b"1")
        transaction.commit({("ads.raw", 0): 1})
    with store.begin() as transaction:
        transaction.put("ads", b"a", b"2")
        transaction.put("made here", b"a", b"2")

    with store.begin() as transaction:
        assert transaction.get("ads", b"a") == b"1"
        assert transaction.get("made here", b"a") is None
    assert store.offsets() == {("ads.raw", 0): 1}


def test_an_exception_undoes_everything(store: Store) -> None:
    def fail() -> None:
        with store.begin() as transaction:
            transaction.put("ads", b"a", b"2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.begin() as transaction:
        assert transaction.get("ads", b"a") is None


def test_checkpoint_keeps_what_was_put_but_not_the_offsets(store: Store) -> None:
    with store.begin() as transaction:
        transaction.put("outbox", b"a", b"sent")
        transaction.checkpoint()
        transaction.put("outbox", b"b", b"sent")

    with store.begin() as transaction:
        assert transaction.get("outbox", b"a") == b"sent"
        assert transaction.get("outbox", b"b") is None
    assert store.offsets() == {}


def test_a_second_owner_is_refused_by_name(store: Store) -> None:
    with pytest.raises(StageStoppedError, match=f"in use by process {os.getpid()}"):
        Store(store.path)


def test_a_closed_store_can_be_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        Store(tmp_path).close()


def _put_and_die(path: Path, commit: bool) -> None:
    with Store(path).begin() as transaction:
        transaction.put("ads", b"a", b"1")
        if commit:
            transaction.commit({("ads.raw", 0): 1})
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("commit", "value"), [(True, b"1"), (False, None)])
def test_kill_9_leaves_what_was_committed_and_no_lock(tmp_path: Path, commit: bool, value: bytes | None) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_put_and_die, args=(tmp_path, commit))
    process.start()
    process.join(30)

    assert process.exitcode == -signal.SIGKILL
    with Store(tmp_path) as store, store.begin() as transaction:
        assert transaction.get("ads", b"a") == value


def _garbage(data: Path) -> None:
    data.write_bytes(b"not a database" * 1000)


def _cut(data: Path) -> None:
    os.truncate(data, data.stat().st_size // 2)


def _emptied(data: Path) -> None:
    os.truncate(data, 100)


@pytest.mark.parametrize("damage", [_garbage, _cut, _emptied])
def test_a_damaged_store_says_how_to_rebuild(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with Store(tmp_path) as store, store.begin() as transaction:
        for number in range(5000):
            transaction.put("ads", b"%d" % number, b"x" * 200)
        transaction.commit({})
    damage(tmp_path / "data.mdb")

    with pytest.raises(StageStoppedError, match="to rebuild the state, delete that folder") as caught:
        Store(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_sound_store_with_unwritten_pages_at_its_end_opens(tmp_path: Path) -> None:
    for _ in range(30):  # big values put and deleted in one transaction leave pages that are never written
        with Store(tmp_path) as store, store.begin() as transaction:
            transaction.put("ads", b"small", b"1")
            transaction.put("ads", b"big", b"x" * 100_000)
            transaction.delete("ads", b"big")
            transaction.commit({("ads.raw", 0): 1})

    with Store(tmp_path) as store:
        assert store.offsets() == {("ads.raw", 0): 1}


def test_a_key_that_is_too_long_is_the_stages_own_fault(store: Store) -> None:
    with store.begin() as transaction, pytest.raises(Exception, match="BAD_VALSIZE"):
        transaction.put("ads", b"x" * 512, b"")


def test_a_store_is_closed_to_other_users(store: Store) -> None:
    assert store.path.stat().st_mode & 0o077 == 0
    assert (store.path / "data.mdb").stat().st_mode & 0o077 == 0
