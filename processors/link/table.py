"""Typed tables over one transaction: a value is read once a batch, changed in memory and written back in key order."""

from collections.abc import Callable
from typing import Generic, TypeVar

from processors.link.packing import UNREADABLE
from processors.link.sealing import DamagedStateError, opened, sealed
from processors.state import Transaction

V = TypeVar("V")


class Table(Generic[V]):
    """Values of one type by key. Changes reach the transaction with `flush`."""

    def __init__(
        self,
        tx: Transaction,
        name: str,
        decode: Callable[[bytes], V],
        encode: Callable[[V], bytes],
        checked: bool = False,
    ) -> None:
        self._tx, self._name, self._decode, self._encode = tx, name, decode, encode
        self._checked = checked  # values have checksums
        self._values: dict[bytes, V | None] = {}
        self._changed: set[bytes] = set()

    def get(self, key: bytes) -> V | None:
        """The value, or None."""
        values = self._values
        if key in values:
            return values[key]
        raw = self._read(key)
        values[key] = found = None if raw is None else self._understood(raw)
        return found

    def put(self, key: bytes, value: V | None) -> None:
        """Set the value; None deletes it."""
        self._values[key] = value
        self._changed.add(key)

    def flush(self) -> None:
        """Write what was changed."""
        values, rows = self._values, []
        for key in sorted(self._changed):
            value = values[key]
            if value is None:
                self._delete(key)
            else:
                raw = self._encode(value)
                rows.append((key, sealed(raw) if self._checked else raw))
        self._write(rows)
        self._changed.clear()

    def _understood(self, raw: bytes) -> V:
        try:
            return self._decode(opened(raw) if self._checked else raw)
        except UNREADABLE as error:
            raise DamagedStateError(f"a value of the table {self._name} cannot be read") from error

    def _read(self, key: bytes) -> bytes | None:
        return self._tx.get(self._name, key)

    def _write(self, rows: list[tuple[bytes, bytes]]) -> None:
        self._tx.put_all(self._name, rows)

    def _delete(self, key: bytes) -> None:
        self._tx.delete(self._name, key)


class PiecedTable(Table[V]):
    """The same for values of half a page and more: a page of the store holds three of those at most, with gaps between
    them, but any number of pieces. The rest of a value that is longer than PIECE stands in a table of its own.
    """

    PIECE = 480

    def _read(self, key: bytes) -> bytes | None:
        raw = piece = self._tx.get(self._name, key)
        number = 0
        while raw and piece and len(piece) == self.PIECE:
            piece = self._tx.get(self._rest, key + bytes((number,)))
            raw, number = raw + (piece or b""), number + 1
        return raw

    def _write(self, rows: list[tuple[bytes, bytes]]) -> None:
        """The first pieces and the others; those of longer values of before are deleted."""
        size = self.PIECE
        self._tx.put_all(self._name, [(key, value[:size]) for key, value in rows])
        rest = [
            (key + bytes((number,)), value[start : start + size])
            for key, value in rows
            for number, start in enumerate(range(size, len(value), size))
        ]
        self._tx.put_all(self._rest, rest)
        for key, value in rows:
            self._delete_rest(key, max(0, len(value) - 1) // size)

    def _delete(self, key: bytes) -> None:
        self._tx.delete(self._name, key)
        self._delete_rest(key, 0)

    def _delete_rest(self, key: bytes, number: int) -> None:
        """All pieces from this number on."""
        while self._tx.get(self._rest, key + bytes((number,))) is not None:
            self._tx.delete(self._rest, key + bytes((number,)))
            number += 1

    @property
    def _rest(self) -> str:
        return f"{self._name}_rest"
