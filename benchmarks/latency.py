"""From an ad published to a notification received, while ads come at a given rate: the whole system at work."""

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import msgspec
import yaml
from kafka import KafkaProducer

from adwatch import bus, settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.progress import wait_for
from adwatch.receiver import Receiver, receiver
from benchmarks.line import line
from benchmarks.pipeline import invented
from benchmarks.rules import rule_file
from processors.alert import load_rules
from processors.alert.live import LOCK, Entry, digest
from processors.alert.rule import SettledRule
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import INDEXED, RAW

TARGET = 2.0  # seconds, for 95 of 100 notifications
SECRET = "a secret of the benchmark"  # noqa: S105
WARM_S = 5.0  # of publishing that are not counted: every stage does everything for the first time
STILL_S = 10.0  # without a notification: that was all
MOST_S = 600.0


def run(rate: float, ads: int, rules: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when nothing was received."""
    home = settings.home() / "bench"
    raw = invented(ads, seed)
    work.begin_afresh(home)
    live = _catalogue(home / "catalogue", rules)
    with receiver(home / "received", SECRET) as other, _installation(home, other):
        loaded = settings.load()
        with Children({}, home / "logs") as children:
            work.start_stages(children)
            published = publish(raw, rate, loaded)
            _wait_until_still(other, children)
        since, retold = min(published.values()) + WARM_S, _retold(loaded)
        waits = sorted(_waits(other, {ad: at for ad, at in published.items() if at >= since and ad not in retold}))
    if not waits:
        return 1
    cuts = quantiles(waits, n=100) if len(waits) > 1 else waits * 99
    details: dict[str, Any] = {
        "ads": len(raw), "ads_a_second": rate, "rules": live, "notifications": len(waits),
        "p50_s": round(cuts[49], 3), "p95_s": round(cuts[94], 3), "p99_s": round(cuts[98], 3),
        "worst_s": round(waits[-1], 3), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(line("latency", round(cuts[94], 3), "s", TARGET, details, ("kafka-python", "elasticsearch")))
    return 0


def _catalogue(folder: Path, rules: int) -> int:
    """A catalogue with the shipped rules and as many invented ones as make `rules`, all live: how many there are.

    Rules that wait for late ads do so by design and say nothing about speed: they are left out.
    """
    shutil.copytree(settings.load().catalogue, folder)
    _drop_waiting(folder)
    place = 0
    while (missing := rules - len(list((folder / "rules").glob("*.yml")))) > 0:
        for rule in map(rule_file, range(place, place + missing)):
            path = folder / "rules" / f"{rule['id']}.yml"
            path.write_text(yaml.safe_dump(rule, allow_unicode=True), encoding="utf-8")
        place += missing
        _drop_waiting(folder)
    entries = [Entry(rule=rule.id, digest=digest(rule.file)) for rule in load_rules(folder / "rules")]
    (folder / LOCK).write_bytes(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))
    return len(entries)


def _drop_waiting(folder: Path) -> None:
    for rule in load_rules(folder / "rules"):
        if isinstance(rule.file, SettledRule):
            (folder / "rules" / f"{rule.id}.yml").unlink()


@contextmanager
def _installation(home: Path, other: Receiver) -> Iterator[None]:
    os.environ.update(
        {
            "ADWATCH_HOME": str(home),
            "ADWATCH_CATALOGUE": str(home / "catalogue"),
            "ADWATCH_NOTIFY__TARGETS": json.dumps([other.url]),
            "ADWATCH_NOTIFY__WEBHOOK_SECRET": SECRET,
            "ADWATCH_NOTIFY__ALLOW_PRIVATE_TARGETS": "true",
            "ADWATCH_NOTIFY__PER_MINUTE": "1000000",
            "ADWATCH_NOTIFY__FLOOD_PER_DAY": "1000000",
        }
    )
    with work.engines(home):
        yield


def publish(raw: Sequence[RawAd], rate: float, loaded: ProcessorSettings) -> dict[str, float]:
    """Put the ads on the bus at that rate; when each was handed to the producer."""
    producer = KafkaProducer(bootstrap_servers=loaded.kafka.bootstrap, acks="all", linger_ms=5, compression_type="lz4")
    topic, started = loaded.kafka.topic(RAW.name), time.time()
    published = {}
    for number, ad in enumerate(raw):
        ahead = started + number / rate - time.time()
        if ahead > 0.005:
            time.sleep(ahead)
        published[ad.ad_id] = time.time()
        producer.send(topic, key=ad.ad_id.encode(), value=encode(ad))
    producer.flush()
    producer.close()
    return published


def _retold(loaded: ProcessorSettings) -> set[str]:
    """Ads that were told again because a later one joined their actor or cluster: their alert is that one's doing."""
    records = (msgspec.json.decode(value, type=_Revised) for _, value in bus.read_all(loaded.kafka, INDEXED))
    return {each.ad_id for each in records if each.revision > 0}


class _Revised(msgspec.Struct):
    ad_id: str
    revision: int = 0


def _waits(other: Receiver, published: dict[str, float]) -> Iterator[float]:
    """Seconds from the ad that completed an alert to its arrival, which is when the receiver wrote its file."""
    for path in other.folder.glob("*.json"):
        newest = json.loads(path.read_bytes()).get("alert", {}).get("ads", [""])[-1]
        if newest in published:
            yield path.stat().st_mtime - published[newest]


def _wait_until_still(other: Receiver, children: Children) -> None:
    seen = [time.monotonic(), 0]

    def still() -> bool:
        now, count = time.monotonic(), sum(1 for _ in other.folder.glob("*.json"))
        if count > seen[1]:
            seen[:] = [now, count]
        return bool(children.ended()) or now - seen[0] > STILL_S

    wait_for(still, timeout_s=MOST_S, every_s=0.5)
