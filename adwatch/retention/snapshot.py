"""Looking at a state that a stage may have open, as it is at this moment."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import lmdb

from processors.state import MAP_SIZE, MAX_TABLES, Transaction

T = TypeVar("T")


def peek(folder: Path, ask: Callable[[Transaction], T]) -> T:
    """What `ask` says of the state in a folder."""
    with (
        lmdb.open(str(folder), readonly=True, map_size=MAP_SIZE, max_dbs=MAX_TABLES) as environment,
        environment.begin() as transaction,
    ):
        return ask(_Snapshot(environment, transaction))


class _Snapshot:
    """A transaction that only reads. A table that nobody wrote yet is empty."""

    def __init__(self, environment: lmdb.Environment, transaction: "lmdb.Transaction[bytes]") -> None:
        self._environment, self._transaction = environment, transaction

    def get(self, table: str, key: bytes) -> bytes | None:
        handle = self._table(table)
        return None if handle is None else self._transaction.get(key, db=handle)

    def scan(self, table: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        handle = self._table(table)
        if handle is None:
            return
        with self._transaction.cursor(handle) as cursor:
            if cursor.set_range(prefix):
                for key, value in cursor.iternext():
                    if not key.startswith(prefix):
                        return
                    yield key, value

    def put(self, table: str, key: bytes, value: bytes) -> None:
        raise PermissionError("this is a snapshot")

    def put_all(self, table: str, rows: Sequence[tuple[bytes, bytes]]) -> None:
        raise PermissionError("this is a snapshot")

    def delete(self, table: str, key: bytes) -> None:
        raise PermissionError("this is a snapshot")

    def checkpoint(self) -> None:
        raise PermissionError("this is a snapshot")

    def _table(self, name: str) -> "lmdb._Database | None":
        try:
            return self._environment.open_db(name.encode(), txn=self._transaction, create=False)
        except lmdb.NotFoundError:
            return None
