"""State and the offsets that produced it, in one local transaction (LMDB)."""

import os
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import lmdb

from processors.plumbing.store_guard import faults, own, refuse_truncated


class Place(NamedTuple):
    """One partition of one topic, by its name on the cluster."""

    topic: str
    partition: int


Offsets = Mapping[Place, int]  # the next offset to read

# Sparse: address space, not disk. The file grows by what is written, and a growing map would need the transaction
# that filled it to be run again.
MAP_SIZE = 64 << 30
MAX_TABLES = 64
OFFSETS = "_offsets"


class Transaction(Protocol):
    """An open write transaction of one state store. Keys and values are bytes; tables are created on first use.

    Keys are 1 to 511 bytes long. `scan` goes in key order; a table must not be changed while it is scanned.
    `checkpoint` makes durable what was put so far, without the input offsets, and goes on: for the outbox, which
    must remember each message as soon as it is sent.
    """

    def get(self, table: str, key: bytes) -> bytes | None: ...
    def put(self, table: str, key: bytes, value: bytes) -> None: ...
    def put_all(self, table: str, rows: Sequence[tuple[bytes, bytes]]) -> None: ...
    def delete(self, table: str, key: bytes) -> None: ...
    def scan(self, table: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]: ...
    def checkpoint(self) -> None: ...


class MemoryTransaction:
    """State in a dict, for filters and unit tests: everything put is kept as long as the object lives."""

    def __init__(self) -> None:
        self._tables: defaultdict[str, dict[bytes, bytes]] = defaultdict(dict)
        self._sorted: defaultdict[str, list[bytes]] = defaultdict(list)

    def get(self, table: str, key: bytes) -> bytes | None:
        return self._tables[table].get(key)

    def put(self, table: str, key: bytes, value: bytes) -> None:
        rows = self._tables[table]
        if key not in rows:
            insort(self._sorted[table], key)
        rows[key] = value

    def put_all(self, table: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        for key, value in rows:
            self.put(table, key, value)

    def delete(self, table: str, key: bytes) -> None:
        if self._tables[table].pop(key, None) is not None:
            keys = self._sorted[table]
            del keys[bisect_left(keys, key)]

    def scan(self, table: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        rows, keys = self._tables[table], self._sorted[table]
        for position in range(bisect_left(keys, prefix), len(keys)):
            if not keys[position].startswith(prefix):
                return
            yield keys[position], rows[keys[position]]

    def checkpoint(self) -> None:
        """Nothing to do: there is nothing to lose."""


class Store:
    """The state of one stage: a folder that one process owns. Close it, or use it as a context manager.

    Raises StageStoppedError when another process has it open or when it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._owner = own(path)
        self._tables: dict[str, lmdb._Database] = {}
        try:
            self._env = _environment(path)
        except BaseException:
            os.close(self._owner)
            raise

    @contextmanager
    def begin(self) -> Iterator["StoreTransaction"]:
        """A write transaction: `commit(offsets)` keeps it; leaving without, or by an exception, undoes it."""
        with faults(self.path), StoreTransaction(self._env, self._tables) as transaction:
            yield transaction

    def offsets(self) -> dict[Place, int]:
        """The input offsets that belong to the committed state; empty for a new store."""
        with self.begin() as transaction:
            rows = [(key.decode().rpartition("/"), int(value)) for key, value in transaction.scan(OFFSETS)]
        return {Place(topic, int(partition)): offset for (topic, _, partition), offset in rows}

    def close(self) -> None:
        self._env.close()
        os.close(self._owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class StoreTransaction:
    """`Transaction` over LMDB. get and put are as thin as they can be: stages call them dozens of times an ad."""

    def __init__(self, env: lmdb.Environment, committed: dict[str, "lmdb._Database"]) -> None:
        self._env = env
        self._committed = committed
        self._open()

    def get(self, table: str, key: bytes) -> bytes | None:
        return self._get(key, None, self._tables[table])

    def put(self, table: str, key: bytes, value: bytes) -> None:
        self._put(key, value, True, True, False, self._tables[table])

    def put_all(self, table: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with self._txn.cursor(self._tables[table]) as cursor:
            cursor.putmulti(rows, dupdata=False)

    def delete(self, table: str, key: bytes) -> None:
        self._delete(key, b"", self._tables[table])

    def scan(self, table: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        with self._txn.cursor(self._tables[table]) as cursor:
            if not cursor.set_range(prefix):
                return
            for key, value in cursor.iternext():
                if not key.startswith(prefix):
                    return
                yield key, value

    def tables(self) -> list[str]:
        """The names of all tables."""
        with self._txn.cursor() as cursor:
            return [name.decode() for name in cursor.iternext(values=False)]

    def checkpoint(self) -> None:
        self._commit()
        self._open()

    def commit(self, offsets: Offsets) -> None:
        """Make durable what was put, together with the offsets of the input that led to it. Ends the transaction."""
        for (topic, partition), offset in offsets.items():
            self.put(OFFSETS, f"{topic}/{partition}".encode(), str(offset).encode())
        self._commit()

    def _open(self) -> None:
        self._txn = self._env.begin(write=True)
        self._get, self._put, self._delete = self._txn.get, self._txn.put, self._txn.delete
        self._tables = _Tables(self._env, self._txn, self._committed)

    def _commit(self) -> None:
        self._txn.commit()
        self._committed.update(self._tables)  # a table's handle is good for others only after its commit

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._txn.abort()  # does nothing after a commit


class _Tables(dict[str, "lmdb._Database"]):
    """Table handles by name; a missing table is opened, and created if need be, in this transaction."""

    def __init__(
        self, env: lmdb.Environment, txn: "lmdb.Transaction[bytes]", known: Mapping[str, "lmdb._Database"]
    ) -> None:
        super().__init__(known)
        self._env, self._txn = env, txn

    def __missing__(self, table: str) -> "lmdb._Database":
        handle = self[table] = self._env.open_db(table.encode(), txn=self._txn)
        return handle


def _environment(path: Path) -> lmdb.Environment:
    with faults(path):
        environment = lmdb.open(str(path), map_size=MAP_SIZE, max_dbs=MAX_TABLES, mode=0o600, readahead=False)
        try:
            refuse_truncated(environment, path)
        except BaseException:
            environment.close()
            raise
        return environment
