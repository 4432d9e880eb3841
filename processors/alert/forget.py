"""Forgetting erased ads: nothing in the state names them any more, or says what they showed.

What was counted of them stays as a number. Of what rules wait for or put together, the part that such an ad gave goes.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import msgspec

from processors.alert import rests, window
from processors.alert.fold import STATE, WAITING
from processors.alert.kinds import new_identifier
from processors.alert.steps import HEAD, SLOTS
from processors.state import Transaction

_MOMENT = 8  # bytes until when a row is remembered, in front of it
TABLES = {window.TABLE: _MOMENT, STATE: _MOMENT, new_identifier.TABLE: _MOMENT, WAITING: 0, SLOTS: 0, HEAD: 0}


class _Row(NamedTuple):
    table: str
    key: bytes
    value: bytes


def forget(ads: Collection[str], tx: Transaction) -> int:
    """Take these ads out; how many rows that changed."""
    rows, named = list(_naming(ads, tx)), _pattern(ads)
    for table, key, value in rows:
        head = TABLES[table]
        left = _without(msgspec.msgpack.decode(value[head:]), named)
        if left:
            tx.put(table, key, value[:head] + msgspec.msgpack.encode(left))
        else:
            tx.delete(table, key)
    return len(rows) + rests.forget(ads, tx)


def remains(ads: Collection[str], tx: Transaction) -> int:
    """How many rows name one of these ads. Looks at everything."""
    return sum(1 for _ in _naming(ads, tx)) + rests.remains(ads, tx)


def _naming(ads: Collection[str], tx: Transaction) -> Iterator[_Row]:
    named = _pattern(ads)
    for table in TABLES:
        yield from (_Row(table, key, value) for key, value in tx.scan(table) if named.search(value))


def _pattern(ads: Collection[str]) -> "re.Pattern[bytes]":
    return re.compile(b"|".join(re.escape(ad.encode()) for ad in ads) or b"(?!)")


def _without(value: Any, named: "re.Pattern[bytes]") -> Any:
    """What is left when every list that names such an ad is taken out of what it stands in; None: nothing."""
    if isinstance(value, list):
        if any(_is_naming(each, named) for each in value):
            return None
        return [left for each in value if (left := _without(each, named)) is not None or each is None]
    if isinstance(value, dict):
        parts = {name: _without(each, named) for name, each in value.items()}
        return {name: left for name, left in parts.items() if left is not None or value[name] is None}
    return None if _is_naming(value, named) else value


def _is_naming(value: Any, named: "re.Pattern[bytes]") -> bool:
    raw = value.encode() if isinstance(value, str) else value
    return isinstance(raw, bytes) and named.search(raw) is not None
