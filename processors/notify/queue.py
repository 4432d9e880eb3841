"""What waits to be sent, in the stage's own store: messages by target and moment, and what targets refused.

A message is put here in the same transaction as the note that its alert was planned, and deleted when it was sent.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice, takewhile
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from processors.notify import held
from processors.notify.keys import MOMENT, moment_key, short
from processors.state import Transaction
from schemas.base import Record
from schemas.codec import encode

QUEUE, REFUSED = "queue", "refused"


class Item(Record, frozen=True, kw_only=True):
    """One message to one target."""

    id: str
    kind: str  # alert | digest | notice
    team: str
    since: int  # ms; when it was first due
    payload: bytes  # the record it is made of


class Refusal(Record, frozen=True, kw_only=True):
    """A message that a target will not take, on its way to the dead letters."""

    item: Item
    target: str  # its name
    reason: str
    detail: str


class Waiting(NamedTuple):
    """An item and its place."""

    key: bytes
    item: Item


class Queue:
    """A view of one transaction."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self._count = count()  # keeps the order of what is due in the same millisecond

    def put(self, target: str, due: int, item: Item) -> None:
        """Have `item` sent to the target from `due` (ms) on, after what was due then before."""
        place = short(target) + moment_key(due) + moment_key(next(self._count)) + short(item.id)
        self.tx.put(QUEUE, place, encode(item))

    def due(self, target: str, now: int, limit: int) -> list[Waiting]:
        """The first items that may be sent now, in order of their moments."""
        rows = self.tx.scan(QUEUE, short(target))
        ripe = takewhile(lambda row: int.from_bytes(row[0][MOMENT : 2 * MOMENT], "big") <= now, rows)
        return [Waiting(key, msgspec.json.decode(value, type=Item)) for key, value in islice(ripe, limit)]

    def waiting(self, target: str) -> int:
        """How many items wait for a target, due or not."""
        return sum(1 for _ in self.tx.scan(QUEUE, short(target)))

    def put_digest(self, targets: Sequence[str], digest: Item, alerts: Collection[str]) -> None:
        """Have a digest of these alerts sent to each of the targets now."""
        held.name(digest.id, alerts, len(targets), self.tx)
        for target in targets:
            self.put(target, digest.since, digest)

    def remove(self, waiting: Waiting) -> None:
        """It was sent."""
        self.tx.delete(QUEUE, waiting.key)
        if waiting.item.kind == "digest":
            held.let_go(waiting.item.id, waiting.item.team, self.tx)

    def refuse(self, waiting: Waiting, refusal: Refusal) -> None:
        """Move what it tells to what becomes dead letters: an alert, each alert of a digest, nothing of a notice."""
        for item in self._alerts_of(waiting.item):
            self.give_up(replace(refusal, item=item))
        self.remove(waiting)

    def give_up(self, refusal: Refusal) -> None:
        """Have an alert become a dead letter."""
        self.tx.put(REFUSED, short(refusal.target) + short(refusal.item.id), encode(refusal))

    def _alerts_of(self, item: Item) -> Iterator[Item]:
        if item.kind == "alert":
            yield item
        named = held.named(item.id, self.tx) if item.kind == "digest" else None
        for alert_id in named.alerts if named else ():
            if kept := held.held_alert(item.team, alert_id, self.tx):
                yield replace(item, id=alert_id, kind="alert", payload=kept.payload)

    def take_refused(self, limit: int = 200) -> list[Refusal]:
        """Some of those, which are then gone from here."""
        rows = list(islice(self.tx.scan(REFUSED), limit))
        for key, _ in rows:
            self.tx.delete(REFUSED, key)
        return [msgspec.json.decode(value, type=Refusal) for _, value in rows]
