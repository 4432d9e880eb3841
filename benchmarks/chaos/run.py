"""The run itself: everything is started, load and faults come, everything has time to finish, the ledger is taken."""

import json
import os
import random
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import yaml

from adwatch import settings
from adwatch.loop_thread import LoopThread
from adwatch.progress import wait_for
from adwatch.receiver import Receiver, receiver
from benchmarks.chaos import engines
from benchmarks.chaos.disk import small_disk
from benchmarks.chaos.faults import Scene, play
from benchmarks.chaos.ledger import TOLD, TRIO, Ledger, take
from benchmarks.chaos.members import Members
from benchmarks.chaos.proxy import Proxy
from benchmarks.chaos.source import Source
from benchmarks.installation import drained
from benchmarks.line import line
from benchmarks.rules import rule_file
from infra import topics
from infra.engines.keys import KEYS
from processors import logs
from processors.alert import load_rules
from processors.alert.live import LOCK, Entry, digest
from processors.index.setup import init
from processors.settings import KafkaSettings, ProcessorSettings, SearchSettings

TARGET = 0.0
SESSION_MS = 6_000  # the least that Kafka allows
WARM_S = 300.0
DRAIN_S = 900.0
STILL_S = 5.0  # nothing before any stage, owed or told for so long: some may still be coming back from their fault
SHOWN = 5  # examples of what does not balance
RULES: tuple[dict[str, Any], ...] = (
    {"id": TOLD, "kind": "any", "subject": "ad", "condition": 'source_family == "job_board"'},
    {"id": TRIO, "kind": "frequency", "subject": "source", "condition": "ad_id != null", "count": 3, "window": "30d"},
)


def run(minutes: float, rate: float, seed: int) -> int:
    """Play and print the JSON line. Exit code 1 when the ledger does not balance."""
    logs.configure()  # to standard error: the line is alone on standard output
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # nothing is left behind then either
    home, secret, began = settings.home() / "chaos", secrets.token_hex(16), time.monotonic()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    _catalogue(home / "catalogue")
    with ExitStack() as up:
        loop = up.enter_context(LoopThread("proxies"))
        posts = up.enter_context(receiver(home / "received", secret))
        disk = up.enter_context(small_disk(home / "state" / "notify"))
        broker, search = up.enter_context(engines.running(home, loop))
        hooks = Proxy(loop, posts.port)
        up.callback(hooks.close)
        direct = _direct(broker, search, home)
        _prepare(direct)
        os.environ.update(_environment(direct, broker, search, hooks, secret, home))
        members, chance = Members(home), random.Random(seed)
        up.callback(members.close)
        source = Source(direct.kafka.bootstrap, direct.kafka.topic, rate, chance)
        scene = Scene(members, broker, search, (broker.proxy, search.proxy, hooks), disk, direct.kafka, chance)
        members.start()
        source.start()
        _need(wait_for(lambda: bool(posts.log()), WARM_S), "nothing was ever told; see the log of the stages")
        play(scene, time.monotonic() + minutes * 60)
        source.end()
        members.all_leave()
        is_drained = drained(direct, None, DRAIN_S, STILL_S, _arrived(source, posts))
        ledger = take(source.book, direct, posts)
    details = _details(ledger, scene, is_drained, seed, rate, time.monotonic() - began)
    print(
        line(
            "chaos", ledger.total, "lost + doubled + wrong", TARGET, details, ("kafka-python", "elasticsearch", "lmdb")
        )
    )
    return 1 if ledger.total else 0


def _direct(broker: engines.Engine, search: engines.Engine, home: Path) -> ProcessorSettings:
    """How the ledger and the source reach the engines: not through a bad connection."""
    return ProcessorSettings(
        kafka=KafkaSettings(bootstrap=f"127.0.0.1:{broker.port}", session_timeout_ms=SESSION_MS, partitions=6),
        search=SearchSettings(url=f"http://127.0.0.1:{search.port}"),
        home=home,
    )


def _prepare(direct: ProcessorSettings) -> None:
    kafka = direct.kafka
    topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
    init(direct.search)


def _environment(
    direct: ProcessorSettings, broker: engines.Engine, search: engines.Engine, hooks: Proxy, secret: str, home: Path
) -> dict[str, str]:
    """What the members are told: everything they reach, they reach through a proxy."""
    return {
        "ADWATCH_HOME": str(home),
        "ADWATCH_CATALOGUE": str(home / "catalogue"),
        "ADWATCH_KAFKA__BOOTSTRAP": f"127.0.0.1:{broker.proxy.port}",
        "ADWATCH_KAFKA__SESSION_TIMEOUT_MS": str(SESSION_MS),
        "ADWATCH_KAFKA__PARTITIONS": str(direct.kafka.partitions),
        "ADWATCH_SEARCH__URL": f"http://127.0.0.1:{search.proxy.port}",
        **{f"ADWATCH_SECRETS__{name.upper()}": make() for name, make in KEYS.items()},
        "ADWATCH_FAILURE__STUCK_AFTER_S": "30",
        "ADWATCH_NOTIFY__TARGETS": json.dumps([f"webhook+http://127.0.0.1:{hooks.port}/alerts"]),
        "ADWATCH_NOTIFY__WEBHOOK_SECRET": secret,
        "ADWATCH_NOTIFY__ALLOW_PRIVATE_TARGETS": "true",
        "ADWATCH_NOTIFY__PER_MINUTE": "1000000",
        "ADWATCH_NOTIFY__FLOOD_PER_DAY": "1000000",
    }


def _catalogue(folder: Path) -> None:
    """The shipped one with two rules of which we know, without the stages, of what they must tell."""
    shutil.copytree(settings.load().catalogue, folder)
    shutil.rmtree(folder / "rules")
    (folder / "rules").mkdir()
    for said in RULES:
        text = yaml.safe_dump(rule_file(0) | {"throttle": None} | said, allow_unicode=True)
        (folder / "rules" / f"{said['id']}.yml").write_text(text, encoding="utf-8")
    entries = [Entry(rule=rule.id, digest=digest(rule.file)) for rule in load_rules(folder / "rules")]
    (folder / LOCK).write_bytes(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))


def _arrived(source: Source, posts: Receiver) -> Callable[[], bool]:
    """Asks whether all is told that must be, and nothing more came since it was asked last."""
    expected, told = len(source.book.told) + len(source.book.trios), -1

    def has_arrived() -> bool:
        nonlocal told
        before, told = told, len(list(posts.folder.glob("*.json")))
        return before == told >= expected

    return has_arrived


def _details(ledger: Ledger, scene: Scene, is_drained: bool, seed: int, rate: float, seconds: float) -> dict[str, Any]:
    shown = {
        side: {what: {"number": len(names), "for example": names[:SHOWN]} for what, names in found.items()}
        for side, found in (("lost", ledger.lost), ("doubled", ledger.doubled), ("wrong", ledger.wrong))
    }
    return {
        **shown, **ledger.counts, **ledger.repeats,
        "faults": dict(sorted(scene.done.items())), "small disk": scene.disk is not None,
        "members joined": scene.members.started, "ended later than promised": scene.members.late,
        "ended by themselves": {str(code): times for code, times in scene.members.ended.items()},
        "drained": is_drained, "seed": seed, "ads a second": rate, "seconds": round(seconds),
    }  # fmt: skip


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise TimeoutError(what)
