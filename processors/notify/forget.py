"""Forgetting erased ads: what waits to be told is told without them, or not at all."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from processors.erased import stripped
from processors.notify.amends import CORRECTED
from processors.notify.held import HELD_ALERTS, HeldAlert
from processors.notify.queue import QUEUE, REFUSED, Item, Refusal
from processors.state import Transaction
from schemas.alert import Alert, Correction
from schemas.base import Record
from schemas.codec import decode, encode

_MOMENT = 8  # bytes until when a correction is remembered, in front of it


class _Kind(NamedTuple):
    """What the rows of a table are, and the alert in them."""

    record: type[Any]
    alert: Callable[[Any], Alert | None]
    put: Callable[[Any, bytes], Record]  # the same with another alert


def _alert_in(item: Item) -> Alert | None:
    return decode(Alert, item.payload) if item.kind == "alert" else None


TABLES = {
    QUEUE: _Kind(Item, _alert_in, lambda item, payload: replace(item, payload=payload)),
    HELD_ALERTS: _Kind(
        HeldAlert, lambda held: decode(Alert, held.payload), lambda held, payload: replace(held, payload=payload)
    ),
    REFUSED: _Kind(
        Refusal,
        lambda refusal: _alert_in(refusal.item),
        lambda refusal, payload: replace(refusal, item=replace(refusal.item, payload=payload)),
    ),
}


class _Row(NamedTuple):
    table: str
    key: bytes
    record: Any
    alert: Alert


def forget(ads: Collection[str], tx: Transaction) -> int:
    """Take these ads out of every alert that waits; how many alerts that changed. Those about no other ad go."""
    rows = list(_naming(ads, tx))
    for row in rows:
        left = stripped(row.alert, ads)
        if left is None:
            tx.delete(row.table, row.key)
        else:
            tx.put(row.table, row.key, encode(TABLES[row.table].put(row.record, encode(left))))
    return len(rows) + _from_corrections(ads, tx)


def remains(ads: Collection[str], tx: Transaction) -> int:
    """How many alerts that wait name one of these ads."""
    return sum(1 for _ in _naming(ads, tx)) + sum(1 for _ in _corrections(ads, tx))


def _from_corrections(ads: Collection[str], tx: Transaction) -> int:
    """What alerts are known to have been corrected by, without these ads."""
    found = list(_corrections(ads, tx))
    for key, until, said in found:
        left = replace(said, ads=tuple(ad for ad in said.ads if ad not in ads))
        tx.put(CORRECTED, key, until + encode(left))
    return len(found)


def _corrections(ads: Collection[str], tx: Transaction) -> Iterator[tuple[bytes, bytes, Correction]]:
    for key, value in tx.scan(CORRECTED):
        said = msgspec.json.decode(value[_MOMENT:], type=Correction)
        if not set(ads).isdisjoint(said.ads):
            yield key, value[:_MOMENT], said


def _naming(ads: Collection[str], tx: Transaction) -> Iterator[_Row]:
    gone = set(ads)
    for table, kind in TABLES.items():
        for key, value in tx.scan(table):
            record = msgspec.json.decode(value, type=kind.record)
            alert = kind.alert(record)
            if alert is not None and not gone.isdisjoint((*alert.ads, alert.subject.id)):
                yield _Row(table, key, record, alert)
