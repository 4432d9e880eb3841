"""All tables of the link stage's state, by name, and the keys of their rows."""

import struct
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import TypeVar

import msgspec

from processors.link import packing
from processors.link.commonness import Commonness
from processors.link.records import Actor, Cluster, ContactUse, Kept, Norm, Offers, Waiting
from processors.link.sealing import DamagedStateError
from processors.link.table import PiecedTable, Table
from processors.link.turns import AT_ONCE, Turns
from processors.state import Transaction

ADS, ACTORS = b"ads", b"actors"
WAITING, WAITING_SINCE = b"waiting", b"waiting_since"  # the next place in the queue, and the first one taken
SEEN_SINCE, NEVER = b"seen_since", 1 << 62
CHECKED = b"checked"  # noted in a state whose values have checksums
_COUNTED = (ADS, ACTORS, WAITING, WAITING_SINCE)


# The key of an ad, cluster or actor: big-endian, so that newer ones are written side by side at the end.
number_key: Callable[[int], bytes] = struct.Struct(">I").pack


def newest_first(number: int) -> bytes:
    """A key part that sorts newer ads before older ones, so that a bounded scan finds the newest."""
    return (0xFFFFFFFF - number).to_bytes(4, "big")


def number_newest_first(part: bytes) -> int:
    """The number in such a key part."""
    return 0xFFFFFFFF - int.from_bytes(part, "big")


class State:
    """All the link stage remembers, over one transaction. Nothing is written before `flush`, bar the lists of members.

    Tables: numbers (ad id -> number), ads, texts and clusters, postings (shingle -> clusters), members (cluster, ad),
    actors, contacts, contact_ads (contact, ad), edges (contact, contact -> the ads that have both), counts, waiting (ad
    id -> sightings) and waiting_queue (the order they came in), norms (place, currency and unit -> prices), offers, due
    (clusters, actors and ads that are to be told again -> when) and due_queue (in that order), decided (what analysts
    decided and is done), forced (the pseudo-contact of a forced link -> the decision), tokens (contact -> its token).
    """

    def __init__(self, tx: Transaction, services: frozenset[bytes] = frozenset(), turns: Turns = AT_ONCE) -> None:
        self.tx = tx
        self.turns = turns  # of what comes in line now
        self.services = services  # contacts that are of services and link nothing
        self._next = {name: int.from_bytes(tx.get("counts", name) or b"\0", "big") for name in _COUNTED}
        self._flushed = dict(self._next)
        self.first_new = self._next[ADS]  # ads with this number and higher ones came since this was opened
        self._new = not any(self._next.values())
        seen_since = tx.get("counts", SEEN_SINCE)
        self._seen_since = int(seen_since) if seen_since else NEVER if self._new else 0
        self.seen_since = self._seen_since  # all ads were, in milliseconds
        checked = self._new or tx.get("counts", CHECKED) is not None  # states of an earlier version are not
        self.numbers: Table[bytes] = Table(tx, "numbers", _same, _same, checked)
        self.ads: Table[Kept] = PiecedTable(tx, "ads", packing.unpack, packing.pack)
        self.texts: Table[bytes] = Table(tx, "texts", _same, _same, checked)
        self.postings: Table[bytes] = Table(tx, "postings", _same, _same, checked)
        self.clusters: Table[Cluster] = _records(tx, "clusters", Cluster, checked)
        self.actors: Table[Actor] = _records(tx, "actors", Actor, checked)
        self.contacts: Table[ContactUse] = _records(tx, "contacts", ContactUse, checked)
        self.norms: Table[Norm] = _records(tx, "norms", Norm, checked)
        self.offers: Table[Offers] = _records(tx, "offers", Offers, checked)
        self.waiting: Table[Waiting] = _records(tx, "waiting", Waiting, checked)

    def ad(self, number: int) -> Kept:
        """The ad with this number, which must exist."""
        kept = self.ads.get(number_key(number))
        if kept is None:
            raise DamagedStateError(f"it has no ad with number {number}, though it refers to one")
        return kept

    def ids_of(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of the ads with these numbers, without those that were forgotten."""
        found = (self.ads.get(number_key(number)) for number in numbers)
        return tuple(kept.ad.ad_id for kept in found if kept is not None)

    @property
    def ads_ever(self) -> int:
        """How many numbers were given to ads."""
        return self._next[ADS]

    @cached_property
    def common(self) -> Commonness:
        """How common shingles are; read when a text is first looked for, not for looking ads up."""
        return Commonness(self.tx.get("counts", b"shingles"))

    def known(self, ad_id: str) -> Kept | None:
        """What is kept of an ad, None for one that was never seen."""
        number = self.numbers.get(ad_id.encode())
        return None if number is None else self.ads.get(number)

    def cluster(self, number: int) -> Cluster:
        """The cluster with this number, which must exist."""
        cluster = self.clusters.get(number_key(number))
        if cluster is None:
            raise DamagedStateError(f"it has no cluster with number {number}, though it refers to one")
        return cluster

    def remember_token(self, contact: bytes, token: str) -> None:
        """Note what a contact's key is made of, so that it can be made anew when the keys of tokens change."""
        if self.contacts.get(contact) is None:
            self.tx.put("tokens", contact, token.encode())

    def new_ad(self, ad_id: str, seen_ms: int) -> int:
        """The next number, given to this ad."""
        number = self._take(ADS)
        self.seen_since = min(self.seen_since, seen_ms)
        self.numbers.put(ad_id.encode(), number_key(number))
        return number

    def new_actor(self) -> int:
        """The number of an actor to be."""
        return self._take(ACTORS)

    def queue_waiting(self, key: bytes, most: int) -> None:
        """Note that something waits for an ad; with more than `most` of them, what came first is forgotten."""
        self.tx.put("waiting_queue", number_key(self._take(WAITING)), key)
        while self._next[WAITING] - self._next[WAITING_SINCE] > most:
            place = number_key(self._take(WAITING_SINCE))
            self.waiting.put(self.tx.get("waiting_queue", place) or b"", None)
            self.tx.delete("waiting_queue", place)

    def _take(self, name: bytes) -> int:
        self._next[name] += 1
        return self._next[name] - 1

    def flush(self) -> None:
        """Hand all changes to the transaction."""
        for table in (
            self.numbers, self.ads, self.texts, self.postings, self.clusters, self.actors, self.contacts,
            self.waiting, self.norms, self.offers,
        ):  # fmt: skip
            table.flush()
        if self._new and any(self._next.values()):
            self.tx.put("counts", CHECKED, b"")
            self._new = False
        if self.seen_since != self._seen_since:
            self.tx.put("counts", SEEN_SINCE, str(self.seen_since).encode())
            self._seen_since = self.seen_since
        if "common" in self.__dict__ and self.common.changed:
            self.tx.put("counts", b"shingles", self.common.packed())
        for name, number in self._next.items():
            if number != self._flushed[name]:
                self.tx.put("counts", name, number_key(number))
        self._flushed = dict(self._next)


def _same(value: bytes) -> bytes:
    return value


R = TypeVar("R", Actor, Cluster, ContactUse, Norm, Offers, Waiting)


def _records(tx: Transaction, name: str, kind: type[R], checked: bool) -> Table[R]:
    return Table(tx, name, _decoder(kind).decode, _encoder.encode, checked)


@cache
def _decoder(kind: type[R]) -> msgspec.msgpack.Decoder[R]:
    return msgspec.msgpack.Decoder(kind)


_encoder = msgspec.msgpack.Encoder()
