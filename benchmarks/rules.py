"""Alert rules at scale: 500 rules of every kind over 100,000 actors, on one core, with the real state store."""

import hashlib
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.line import line
from processors.alert import load_rules, process
from processors.alert.assistance import Directory
from processors.alert.rule import Rule
from processors.stage import Emit
from processors.state import Store
from schemas import ids
from schemas.ad import History, MaskedText, ScoredAd, TextFacts
from schemas.alert import Alert
from schemas.base import SourceFamily
from schemas.finding import Finding, State
from schemas.mention import Contact, Mention, MentionKind, Price
from schemas.score import Band, Score

TARGET = 1_000.0  # ads a second
BATCH = 500
START = datetime(2026, 1, 5, tzinfo=UTC)
INDICATORS = [f"LB-{number:02}" for number in range(1, 37)] + [f"SX-{number:02}" for number in range(1, 26)]
SOURCES = [f"source_{number}" for number in range(30)]
PLACES = [f"place-{number}" for number in range(200)]
WORDS = {"en": "words of a rule", "fr": "mots d’une règle"}
FOUND = 'found("{0}", "{1}") and score.band in ["medium", "high"]'  # as most shipped rules do

# What a rule of each kind says beside what all say; {0} and {1} are two indicators.
KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "any", "throttle": "7d"},
    {"kind": "list", "field": "place", "deny": ["place-1", "place-2"], "throttle": "1d"},
    {"kind": "list", "field": "contacts.token", "watch": ["phone-1", "phone-2"], "condition": "actor != null"},
    {"kind": "new_identifier", "throttle": "1d"},
    {"kind": "frequency", "count": 4, "window": "24h"},
    {"kind": "cardinality", "of": "place", "at_least": 3, "window": "7d"},
    {"kind": "correlation", "parts": {"one": 'found("{0}")', "two": 'found("{1}")'}, "window": "7d"},
    {"kind": "bridge", "sides": {"one": 'found("{0}")', "two": 'found("{1}")'}, "window": "7d"},
    {"kind": "cluster_growth", "subject": "cluster", "new_ads": 5, "window": "7d"},
    {"kind": "several_persons", "persons": 3, "window": "30d"},
    {"kind": "change", "of": "source", "throttle": "1d"},
    {"kind": "move", "level": "city", "within": "7d", "throttle": "7d"},
    {"kind": "new_term", "of": "source", "throttle": "1d"},
    {"kind": "reappearance", "after": "12h", "throttle": "7d"},
    {"kind": "price_below_norm", "throttle": "1d"},
    {"kind": "spike", "subject": "source", "height": 3, "min_reference": 5, "window": "1h"},
    {"kind": "flatline", "subject": "source", "window": "6h"},
    {"kind": "percentage", "match": 'score.band == "high"', "above": 60, "window": "24h"},
    {"kind": "metric", "metric": "avg", "of": "score.value", "above": 8, "min_count": 4, "window": "24h"},
    {"kind": "surge", "subject": "source", "event": "2026-01-05", "window": "6h", "factor": 3},
)


@dataclass(frozen=True)
class Ran:
    """One run over all ads."""

    seconds: float  # of one core
    alerts: int
    told: str  # digest of all alerts, in order
    state_mb: float


def run(ads: int, rules: int, actors: int, seed: int) -> int:
    """Measure and print the JSON line. Exit code 1 when a rebuilt state tells something else."""
    with tempfile.TemporaryDirectory(prefix="adwatch-bench-") as folder:
        home = Path(folder)
        write_rules(home / "rules", rules)
        started = time.process_time()
        loaded = load_rules(home / "rules")
        load_s = time.process_time() - started
        first = evaluate(loaded, invented(ads, actors, seed), home / "first")
        started = time.process_time()
        restart(load_rules(home / "rules"), home / "first", next(invented(1, actors, seed)))
        restart_s = time.process_time() - started
        again = evaluate(loaded, invented(ads, actors, seed), home / "again")
    details = {
        "ads": ads,
        "rules": len(loaded),
        "actors": actors,
        "alerts": first.alerts,
        "microseconds_per_ad": round(first.seconds / ads * 1e6, 1),
        "state_mb": first.state_mb,
        "load_rules_s": round(load_s, 2),
        "restart_s": round(restart_s, 2),
        "rebuilt_state_tells_the_same": again.told == first.told,
    }
    print(line("rules", round(ads / first.seconds, 1), "ads/s", TARGET, details, ("lmdb", "msgspec", "rule-engine")))
    return 0 if again.told == first.told else 1


def evaluate(rules: Sequence[Rule[Any]], ads: Iterator[ScoredAd], folder: Path) -> Ran:
    """All ads through the stage's own process, a transaction a batch; making the ads up is not counted."""
    stage, told, number, spent = process(rules, Directory()), hashlib.sha256(), 0, 0.0
    with Store(folder) as store:
        while batch := [ad for _, ad in zip(range(BATCH), ads, strict=False)]:
            started = time.process_time()
            with store.begin() as transaction:
                outcomes = stage(batch, transaction)
                transaction.commit({})
            spent += time.process_time() - started
            alerts = [each for one in outcomes if isinstance(one, Emit) for _, each in one.outputs]
            number += len(alerts)
            for alert in alerts:
                told.update(alert.alert_id.encode() if isinstance(alert, Alert) else b"")
    size = (folder / "data.mdb").stat().st_blocks * 512 / 2**20
    return Ran(spent, number, told.hexdigest(), round(size, 1))


def restart(rules: Sequence[Rule[Any]], folder: Path, ad: ScoredAd) -> None:
    """What a stage does before its first answer after a restart: rules and store opened, one ad evaluated."""
    stage = process(rules, Directory())
    with Store(folder) as store, store.begin() as transaction:
        stage([ad], transaction)


def write_rules(folder: Path, number: int) -> None:
    """So many rule files, of every kind in turn, each about its own indicators."""
    folder.mkdir()
    for place in range(number):
        rule = rule_file(place)
        (folder / f"{rule['id']}.yml").write_text(yaml.safe_dump(rule, allow_unicode=True), encoding="utf-8")


def rule_file(place: int) -> dict[str, Any]:
    """What one rule file says."""
    pair = INDICATORS[place % len(INDICATORS)], INDICATORS[(place * 7 + 3) % len(INDICATORS)]
    said: dict[str, Any] = {
        "id": f"bench_{place}",
        "version": 1,
        "title": WORDS,
        "sentence": WORDS,
        "why": WORDS,
        "run_book": WORDS,
        "source": ["adwatch_design"],
        "evidence": "E4",
        "indicators": sorted(set(pair)),
        "severity": "low",
        "subject": "actor",
        "condition": FOUND,
        "examples": {"fire": [{"what": "a case", "ads": [{}]}], "not_fire": [{"what": "a case", "ads": [{}]}]},
    } | KINDS[place % len(KINDS)]
    return {name: _filled(value, pair) for name, value in said.items()}


def _filled(value: Any, pair: tuple[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(*pair) if "{0}" in value or "{1}" in value else value
    return {name: _filled(each, pair) for name, each in value.items()} if isinstance(value, dict) else value


def invented(number: int, actors: int, seed: int) -> Iterator[ScoredAd]:
    """Ads at a thousand a second of event time, a hundredth of them late by up to four minutes."""
    chance = random.Random(seed)
    for place in range(number):
        late = timedelta(seconds=chance.random() * 240 if chance.random() < 0.01 else 0)
        yield _ad(place, START + timedelta(milliseconds=place) - late, chance, actors)


def _ad(place: int, at: datetime, chance: random.Random, actors: int) -> ScoredAd:
    actor = chance.randrange(actors)
    source = chance.choice(SOURCES)
    found = chance.sample(INDICATORS, chance.choice((0, 0, 1, 1, 2, 3)))
    amount = str(chance.randrange(40, 300))
    where: dict[str, Any] = {"start": 0, "end": 0, "surface": "", "detector": "bench"}
    return ScoredAd(
        ad_id=ids.ad_id(source, str(place)),
        source=source,
        source_family=chance.choice(list(SourceFamily)),
        key=str(place),
        observed_at=at,
        masked=MaskedText(title="a title", body="a text of some length " * 20),
        facts=TextFacts(language="en", supported=True, words=80),
        contacts=(Contact(kind=MentionKind.PHONE, token=f"phone-{actor}", region="GB"),),
        mentions=(
            Mention(kind=MentionKind.PLACE, value=chance.choice(PLACES), region="GB", **where),
            Mention(kind=MentionKind.AGE, value=str(chance.randrange(20, 60)), **where),
            Mention(
                kind=MentionKind.PRICE,
                value=amount,
                price=Price(amount=amount, currency="GBP", per="hour"),
                **where,
            ),
        ),
        findings=tuple(Finding(indicator=each, state=State.PRESENT) for each in found),
        cluster=f"c-{actor // 3}",
        actor=f"a-{actor}",
        history=History(first_seen=at, last_seen=at),
        score=Score(band=Band.MEDIUM if len(found) > 1 else Band.LOW, value=len(found) * 3.0),
    )
