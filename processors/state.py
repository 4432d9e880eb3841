"""State and the offsets that produced it, in one local transaction (LMDB)."""

from collections.abc import Iterator
from typing import Protocol


class Transaction(Protocol):
    """An open write transaction of one state store. Keys and values are bytes; tables are created on first use.

    `checkpoint` makes durable what was put so far, without the input offsets, and goes on: for the outbox, which
    must remember each message as soon as it is sent.
    """

    def get(self, table: str, key: bytes) -> bytes | None: ...
    def put(self, table: str, key: bytes, value: bytes) -> None: ...
    def delete(self, table: str, key: bytes) -> None: ...
    def scan(self, table: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]: ...
    def checkpoint(self) -> None: ...
