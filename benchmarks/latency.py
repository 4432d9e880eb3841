"""From an ad published to a notification received, while ads come at a given rate: the whole system at work."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

import msgspec
import yaml

from adwatch import bus, settings
from adwatch.demo import work
from adwatch.processes import Children
from adwatch.receiver import Receiver, receiver
from benchmarks.installation import SECRET, START_S, before_stages, drained, installation, telling
from benchmarks.invented import invented
from benchmarks.line import line
from benchmarks.machine import load
from benchmarks.publishing import publish
from benchmarks.rules import rule_file
from processors.alert import load_rules
from processors.alert.live import LOCK, Entry, digest
from processors.alert.rule import SettledRule
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.topics import INDEXED

TARGET = 2.0  # seconds, for 95 of 100 notifications
WARM_S = 5.0  # of publishing that are not counted: every stage does everything for the first time
BEHIND_S = 2.0  # who is so far behind when publishing ends does not keep up, and waits say how long the queue was
MOST_S = 300.0


@dataclass(frozen=True)
class Waits:
    """What became of the ads of one rate."""

    rate: float
    ads: int
    seconds: list[float]  # from the ad that completed an alert to its arrival, sorted
    behind: int  # ads that were not read yet when the last was published
    ended: bool  # whether all that followed from them came in the end

    @property
    def keeps_up(self) -> bool:
        """Were ads read as fast as they came?"""
        return self.ended and self.behind < BEHIND_S * self.rate

    def percentile(self, percent: int) -> float:
        """Seconds within which so many of a hundred notifications came."""
        cuts = quantiles(self.seconds, n=100, method="inclusive") if len(self.seconds) > 1 else self.seconds * 99
        return round(cuts[percent - 1], 3)

    def details(self) -> dict[str, Any]:
        """For the result."""
        of_all = {f"p{each}_s": self.percentile(each) for each in (50, 95, 99)} if self.seconds else {}
        return {
            "ads_per_second": round(self.rate, 1), "ads": self.ads, "notifications": len(self.seconds), **of_all,
            **({"worst_s": round(self.seconds[-1], 3)} if self.seconds else {}),
            "keeps_up": self.keeps_up, "not_read_when_publishing_ended": self.behind,
        }  # fmt: skip


def run(rate: float, ads: int, rules: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when nothing was received."""
    home = settings.home() / "bench"
    raw = invented(ads, seed)
    work.begin_afresh(home)
    live = _catalogue(home / "catalogue", rules)
    with (
        receiver(home / "received", SECRET) as other,
        installation(home, ADWATCH_CATALOGUE=str(home / "catalogue"), **telling(other)),
        Children({}, home / "logs") as children,
    ):
        work.start_stages(children, START_S)
        waits = at_rate(raw, rate, settings.load(), children, other)
    if not waits.seconds:
        return 1
    details = {**waits.details(), "rules": live, "load": load()}
    print(line("latency", waits.percentile(95), "s", TARGET, details, ("kafka-python", "elasticsearch")))
    return 0


def at_rate(raw: Sequence[RawAd], rate: float, loaded: ProcessorSettings, children: Children, other: Receiver) -> Waits:
    """Publish the ads at that rate and wait until all that follows from them has arrived.

    Left out are rules that wait for late ads by design, and ads that were told again: their alert may be due to the
    one that joined them.
    """
    due = publish(raw, loaded.kafka, rate).due
    behind = before_stages(loaded.kafka).get("enrich", 0)
    ended = drained(loaded, children, MOST_S)
    since, retold = min(due.values()) + WARM_S, _retold(loaded)
    counted = {ad: at for ad, at in due.items() if at >= since and ad not in retold}
    patient = {rule.id for rule in load_rules(loaded.catalogue / "rules") if isinstance(rule.file, SettledRule)}
    return Waits(rate, len(raw), sorted(_waits(other, counted, patient)), behind, ended)


def _retold(loaded: ProcessorSettings) -> set[str]:
    records = (msgspec.json.decode(value, type=_Revised) for _, value in bus.read_all(loaded.kafka, INDEXED))
    return {each.ad_id for each in records if each.revision > 0}


class _Revised(msgspec.Struct):
    ad_id: str
    revision: int = 0


def _waits(other: Receiver, due: dict[str, float], patient: set[str]) -> Iterator[float]:
    """An alert arrives when the receiver writes its file."""
    for path in other.folder.glob("*.json"):
        alert = json.loads(path.read_bytes()).get("alert", {})
        newest = alert.get("ads", [""])[-1]
        if newest in due and alert["rule"] not in patient:
            yield path.stat().st_mtime - due[newest]


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
