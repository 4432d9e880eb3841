"""Ads and poison at a steady rate; and the book of what was sent, which knows nothing of the pipeline."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError
from msgspec.structs import replace

import simulator
from schemas import ids
from schemas.ad import RawAd
from schemas.base import SourceFamily
from schemas.codec import encode
from schemas.topics import ALERTS, ENRICHED, INDEXED, LINKED, RAW, Topic

PATIENCE_S = 180.0  # for an acknowledgement: longer than the broker is ever away
TICK_S = 0.2
POISONED = (RAW, ENRICHED, LINKED, INDEXED, ALERTS)
POISON: tuple[bytes, ...] = (b"not JSON \x00\xff", b'{"ad_id": 7}', b"", b"[]", b'{"ad_id": "cut o')
CHILDREN = "chaos_children"
GROUPS = (3, 2)  # ads a source: a rule tells of sources with three, and must never tell of one with two

log = structlog.get_logger()


class Poison(NamedTuple):
    """A record that is bad."""

    topic: Topic
    value: bytes


@dataclass
class Book:
    """What was sent and acknowledged."""

    newest: dict[str, RawAd] = field(default_factory=dict)  # ad_id -> its newest edition, of the ordinary lane
    children: set[str] = field(default_factory=set)
    poison: dict[str, Poison] = field(default_factory=dict)  # by its key
    unsure: set[str] = field(default_factory=set)  # keys of poison that may have arrived, or not
    records: int = 0

    @property
    def told(self) -> set[str]:
        """Ads that one rule tells of: those of job boards, each once."""
        return {ad_id for ad_id, ad in self.newest.items() if ad.source_family is SourceFamily.JOB_BOARD}

    @property
    def trios(self) -> set[str]:
        """Sources that the other rule tells of: those with three ads, each once."""
        ads = defaultdict(set)
        for ad in self.newest.values():
            ads[ad.source].add(ad.ad_id)
        return {source for source, found in ads.items() if len(found) >= max(GROUPS)}


class Source:
    """Sends about `rate` ads a second, one of a hundred of them poison, from `start` to `end`."""

    def __init__(self, bootstrap: str, wire_name: Callable[[str], str], rate: float, chance: random.Random) -> None:
        self.book = Book()
        self._bootstrap, self._wire_name, self._rate, self._chance = bootstrap, wire_name, rate, chance
        self._new, self._editions = _new_ads(chance.randrange(1_000_000)), list[RawAd]()
        self._producer: KafkaProducer | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="source", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Send no more; returns when everything that was sent is acknowledged."""
        self._stop.set()
        self._thread.join(PATIENCE_S + 30)
        if self._thread.is_alive():
            raise TimeoutError("the source cannot get rid of its ads: is the broker back?")
        self._let_go()

    def _run(self) -> None:
        begun, sent = time.monotonic(), 0
        while not self._stop.wait(TICK_S):
            due = int((time.monotonic() - begun) * self._rate) - sent
            sent += due  # what could not be sent during an outage is sent after it, as crawls do
            for start in range(0, due, 200):
                self._send_all([self._next_ad() for _ in range(min(200, due - start))])
            if self._chance.random() < self._rate * TICK_S / 100:
                self._send_poison()

    def _next_ad(self) -> RawAd:
        """A new ad; or a new edition of one, the same edition again, or one that is out of date."""
        choice = self._chance.random()
        if choice < 0.6 or not self._editions:
            return _edition(next(self._new), 1, None)
        ad = self._chance.choice(self._editions)  # any edition that was ever sent
        newest = self.book.newest.get(ad.ad_id)
        if choice > 0.8 or newest is None:
            return ad
        return _edition(ad, int(newest.fields["edition"]) + 1, newest.observed_at)

    def _send_all(self, ads: Sequence[RawAd]) -> None:
        waiting = list(ads)
        while waiting:
            answers = self._sent([(RAW, ad.ad_id.encode(), encode(ad)) for ad in waiting])
            waiting = [ad for ad, ok in zip(waiting, answers, strict=True) if not ok]
        for ad in ads:
            self.book.records += 1
            self._editions.append(ad)
            if ad.source == CHILDREN:
                self.book.children.add(ad.ad_id)
            elif ad.ad_id not in self.book.newest or self.book.newest[ad.ad_id].observed_at < ad.observed_at:
                self.book.newest[ad.ad_id] = ad

    def _send_poison(self) -> None:
        key = f"poison-{len(self.book.poison) + len(self.book.unsure)}"
        topic, value = self._chance.choice(POISONED), self._chance.choice(POISON)
        (ok,) = self._sent([(topic, key.encode(), value)])
        if ok:
            self.book.poison[key] = Poison(topic, value)
        else:
            self.book.unsure.add(key)

    def _sent(self, messages: Sequence[tuple[Topic, bytes, bytes]]) -> list[bool]:
        """For each whether it was acknowledged. After a failure the next call has a new producer."""
        known: list[bool] = []
        try:
            self._producer = self._producer or KafkaProducer(
                bootstrap_servers=self._bootstrap, acks="all", linger_ms=5,
                delivery_timeout_ms=int(PATIENCE_S * 1000), reconnect_backoff_max_ms=500,
            )  # fmt: skip
            futures = [self._producer.send(self._wire_name(topic.name), value, key) for topic, key, value in messages]
            self._producer.flush(PATIENCE_S)
            known = [future.succeeded() for future in futures]
        except KafkaError as error:
            log.warning("source_not_acknowledged", error=str(error))
        if not known or not all(known):
            self._let_go()
        return known or [False] * len(messages)

    def _let_go(self) -> None:
        if self._producer:
            self._producer.close(timeout=2)
            self._producer = None


def _new_ads(seed: int) -> Iterator[RawAd]:
    """The simulator's ads without end, in sources of three and of two ads; the children's lane in one of its own."""
    for world_number in range(1_000_000):
        world = simulator.world(ads=500, seed=seed + world_number)
        group, size, left = 0, 0, 0
        for invented in world.ads:
            raw = simulator.raw_ad(invented, world.observed_at)
            if invented.answer.lane == "children":
                source = CHILDREN
            else:
                if not left:
                    group, size = group + 1, GROUPS[group % len(GROUPS)]
                    left = size
                left -= 1
                source = f"chaos_{size}_{world_number}_{group}"
            key = f"{world_number}-{raw.key}"
            yield replace(raw, source=source, key=key, ad_id=ids.ad_id(source, key))


def _edition(ad: RawAd, number: int, after: datetime | None) -> RawAd:
    """The ad as seen now, and later than `after`; its content is another one."""
    now = datetime.now(UTC)
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    seen = now if after is None or now > after else after + timedelta(milliseconds=1)
    fields = {**ad.fields, "edition": str(number)}
    content = ids.content_hash((ad.title, ad.body, *fields.values()))
    return replace(ad, observed_at=seen, fields=fields, content_hash=content)
