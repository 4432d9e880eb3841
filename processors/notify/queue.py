"""What waits to be sent, in the stage's own store: messages by target and moment, and alerts held for a digest.

A message is put here in the same transaction as the note that its alert was planned, and deleted when it was sent.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice, takewhile
from typing import NamedTuple

import msgspec

from processors.state import Transaction
from schemas.base import Moment, Record
from schemas.codec import encode

QUEUE, HELD, HEALTH, REFUSED = "queue", "held", "health", "refused"
HELD_ALERTS, DIGESTS = "held.alerts", "digests"
_MOMENT = 8


class Item(Record, frozen=True, kw_only=True):
    """One message to one target."""

    id: str
    kind: str  # alert | digest | notice
    team: str
    since: int  # ms; when it was first due
    payload: bytes  # the record it is made of


class Held(Record, frozen=True, kw_only=True):
    """One alert that a team is told about in a digest; nothing more of it than a digest says."""

    team: str
    digest: str  # the name of the digest
    reason: str  # why it was not told by itself
    alert_id: str
    rule: str
    severity: str
    band: str
    group: str
    at: Moment
    titles: dict[str, str]  # by language
    sentences: dict[str, str]


class HeldAlert(Record, frozen=True, kw_only=True):
    """The alert itself, kept until every target took the digest that names it: what is refused becomes its letter."""

    payload: bytes
    targets: tuple[str, ...]  # identities of the team's targets, all of which count as told


class Named(Record, frozen=True, kw_only=True):
    """The alerts of a digest, all of them, and how many targets have not taken it yet."""

    left: int
    alerts: tuple[str, ...]


class Health(Record, frozen=True, kw_only=True):
    """How a target does. All zero: well."""

    failures: int = 0  # in a row
    since: int = 0  # ms; of the first of them
    until: int = 0  # ms; it is left alone so long
    error: str = ""
    dead: bool = False


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
        self._tx = tx
        self._count = count()  # keeps the order of what is due in the same millisecond

    def put(self, target: str, due: int, item: Item) -> None:
        """Have `item` sent to the target from `due` (ms) on, after what was due then before."""
        self._tx.put(QUEUE, short(target) + _bytes(due) + _bytes(next(self._count)) + short(item.id), encode(item))

    def due(self, target: str, now: int, limit: int) -> list[Waiting]:
        """The first items that may be sent now, in order of their moments."""
        rows = self._tx.scan(QUEUE, short(target))
        ripe = takewhile(lambda row: int.from_bytes(row[0][_MOMENT : 2 * _MOMENT], "big") <= now, rows)
        return [Waiting(key, msgspec.json.decode(value, type=Item)) for key, value in islice(ripe, limit)]

    def waiting(self, target: str) -> int:
        """How many items wait for a target, due or not."""
        return sum(1 for _ in self._tx.scan(QUEUE, short(target)))

    def put_digest(self, targets: Sequence[str], digest: Item, alerts: Collection[str]) -> None:
        """Have a digest of these alerts sent to each of the targets now."""
        self._tx.put(DIGESTS, short(digest.id), encode(Named(left=len(targets), alerts=tuple(alerts))))
        for target in targets:
            self.put(target, digest.since, digest)

    def remove(self, waiting: Waiting) -> None:
        """It was sent."""
        self._tx.delete(QUEUE, waiting.key)
        self._let_go(waiting.item)

    def refuse(self, waiting: Waiting, refusal: Refusal) -> None:
        """Move what it tells to what becomes dead letters: an alert, each alert of a digest, nothing of a notice."""
        for item in self._alerts_of(waiting.item):
            self.give_up(msgspec.structs.replace(refusal, item=item))
        self.remove(waiting)

    def give_up(self, refusal: Refusal) -> None:
        """Have an alert become a dead letter."""
        self._tx.put(REFUSED, short(refusal.target) + short(refusal.item.id), encode(refusal))

    def _alerts_of(self, item: Item) -> Iterator[Item]:
        if item.kind == "alert":
            yield item
        named = self._named(item)
        for alert_id in named.alerts if named else ():
            if kept := self.held_alert(item.team, alert_id):
                yield msgspec.structs.replace(item, id=alert_id, kind="alert", payload=kept.payload)

    def _let_go(self, item: Item) -> None:
        """One target less needs the alerts of a digest."""
        named = self._named(item)
        if named is None:
            return
        if named.left > 1:
            self._tx.put(DIGESTS, short(item.id), encode(msgspec.structs.replace(named, left=named.left - 1)))
            return
        self._tx.delete(DIGESTS, short(item.id))
        for alert_id in named.alerts:
            self.forget_held(item.team, alert_id)

    def _named(self, item: Item) -> Named | None:
        found = self._tx.get(DIGESTS, short(item.id)) if item.kind == "digest" else None
        return msgspec.json.decode(found, type=Named) if found else None

    def take_refused(self, limit: int = 200) -> list[Refusal]:
        """Some of those, which are then gone from here."""
        rows = list(islice(self._tx.scan(REFUSED), limit))
        for key, _ in rows:
            self._tx.delete(REFUSED, key)
        return [msgspec.json.decode(value, type=Refusal) for _, value in rows]

    def hold(self, due: int, held: Held, alert: HeldAlert) -> None:
        """Keep an alert for the digest that is due then."""
        place = _bytes(due) + short(f"{held.team}\x1f{held.digest}") + short(held.alert_id)
        self._tx.put(HELD, place, encode(held))
        self._tx.put(HELD_ALERTS, held_key(held.team, held.alert_id), encode(alert))

    def held_alert(self, team: str, alert_id: str) -> HeldAlert | None:
        """An alert that is held for a team, or named by a digest that not all its targets took yet."""
        found = self._tx.get(HELD_ALERTS, held_key(team, alert_id))
        return msgspec.json.decode(found, type=HeldAlert) if found else None

    def forget_held(self, team: str, alert_id: str) -> None:
        """Its team needs it no more."""
        self._tx.delete(HELD_ALERTS, held_key(team, alert_id))

    def ripe_digests(self, now: int) -> Iterator[list[Held]]:
        """Everything held for digests that are due, digest by digest; it is then gone from here."""
        digests: dict[bytes, list[Held]] = {}
        keys = []
        for key, value in self._tx.scan(HELD):
            if int.from_bytes(key[:_MOMENT], "big") > now:
                break
            keys.append(key)
            digests.setdefault(key[_MOMENT:-_MOMENT], []).append(msgspec.json.decode(value, type=Held))
        for key in keys:
            self._tx.delete(HELD, key)
        yield from digests.values()

    def held(self) -> dict[str, int]:
        """How many alerts wait for a digest, by team."""
        return dict(Counter(msgspec.json.decode(value, type=Held).team for _, value in self._tx.scan(HELD)))

    def health(self, target: str) -> Health:
        """How a target does."""
        found = self._tx.get(HEALTH, short(target))
        return msgspec.json.decode(found, type=Health) if found else Health()

    def set_health(self, target: str, health: Health) -> None:
        """Remember it."""
        self._tx.put(HEALTH, short(target), encode(health))


def short(name: str) -> bytes:
    """Eight bytes that stand for a name."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_MOMENT).digest()


def note_key(message_id: str, identity: str) -> bytes:
    """The key of the note about a message and a target."""
    name = f"{message_id}\x1f{identity}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(name, digest_size=16).digest()


def held_key(team: str, alert_id: str) -> bytes:
    """The key of an alert that is held for a team."""
    return short(team) + short(alert_id)


def _bytes(moment: int) -> bytes:
    return max(moment, 0).to_bytes(_MOMENT, "big")
