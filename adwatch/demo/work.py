"""What the demo does with the system, step by step; every step uses the commands a person would use."""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, signal

from kafka import KafkaProducer

from adwatch import settings
from adwatch.draining import left_undone
from adwatch.errors import KnownError
from adwatch.processes import Children
from adwatch.progress import wait_for
from infra import topics
from infra.engines import control
from processors.cache_folder import cache_folder
from processors.index.setup import init
from processors.pipeline import STAGES
from processors.plumbing import metrics
from schemas import ids
from schemas.codec import decode
from schemas.events import CrawlReport
from schemas.topics import RAW

SOURCES = ("demo_classifieds", "demo_jobs", "demo_feed")
DAMAGED = ids.ad_id("demo_classifieds", "damaged")  # the key of a record that is no ad
READY_S = 60.0
DRAIN_S = 240.0


def begin_afresh(home: Path) -> None:
    """An empty folder for an installation: what an earlier run left there, engines and data, is removed."""
    if (home / settings.ENGINES_FILE).exists():
        control.wipe(home, _quiet)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)


def use(home: Path, sites: str, targets: list[str], webhook_secret: str) -> None:
    """From here on this process and its children work on the demo's own installation."""
    os.environ.update(
        {
            "ADWATCH_HOME": str(home),
            "ADWATCH_CRAWL__LOCAL_SITES": sites,
            "ADWATCH_NOTIFY__TARGETS": json.dumps([*targets, f"file://{home}/alerts.jsonl"]),
            "ADWATCH_NOTIFY__WEBHOOK_SECRET": webhook_secret,
            "ADWATCH_NOTIFY__ALLOW_PRIVATE_TARGETS": "true",  # the mailbox and the receiver are on this machine
        }
    )


@contextmanager
def engines(home: Path) -> Iterator[None]:
    """Both engines with topics and indices while the block runs."""
    control.up(home, cache_folder(), _quiet, jit=settings.load().engines.jit)
    try:
        loaded = settings.load()
        kafka = loaded.kafka
        topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
        init(loaded.search)
        os.environ["ADWATCH_NOTIFY__SEARCH_LINK"] = f"{loaded.search.url}/{{index}}/_doc/{{id}}"
        yield
    finally:
        control.down(home, _quiet)


def start_stages(children: Children, most_s: float = READY_S) -> None:
    """One process a stage; done when each has reported that it reads. Raises KnownError when one does not start."""
    children.start("stages", "run", "all")
    home = settings.load().home

    def settled() -> bool:
        return bool(children.ended()) or all(metrics.read_report(home, stage) for stage in STAGES)

    if not wait_for(settled, most_s) or children.ended():
        missing = [stage for stage in STAGES if not metrics.read_report(home, stage)]
        raise KnownError(f"not started: {', '.join(missing)}; see {home / 'logs'}", exit_code=1)


def crawl_all(children: Children) -> list[CrawlReport]:
    """Crawl each source as `adwatch crawl` does. Raises KnownError for a crawl that gave no report."""
    reports = []
    for source in SOURCES:
        ended = children.call("crawl", source, "--json")
        try:
            reports.append(decode(CrawlReport, ended.stdout.strip().splitlines()[-1].encode()))
        except (IndexError, ValueError):
            last = ended.stderr.strip().splitlines()[-1:] or ["no output"]
            raise KnownError(f"crawl {source}: exit code {ended.returncode}: {last[0]}", exit_code=1) from None
    return reports


def add_damaged_record() -> None:
    """One record that is no ad, as a careless program might send it: it must end in `ads.dead`, alone."""
    kafka = settings.load().kafka
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all")
    try:
        producer.send(kafka.topic(RAW.name), key=DAMAGED.encode(), value=b'{"ad_id": "damaged", "title": 7').get(30)
    finally:
        producer.close()


def drain(children: Children) -> None:
    """Wait until no stage has a record before it or owes one. Raises KnownError when one ends or takes too long."""
    if left := left_undone(settings.load(), STAGES.values(), children.ended, DRAIN_S):
        raise KnownError(left, exit_code=1)


def wait_for_interrupt() -> None:
    """Until Ctrl-C or SIGTERM."""
    ended = threading.Event()
    for number in (SIGINT, SIGTERM):
        signal(number, lambda *_: ended.set())
    ended.wait()


def _quiet(_: str) -> None:
    """The demo names its steps itself."""
