"""Crawls as a person starts them: the `adwatch` command in a process of its own, on real Kafka."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adwatch.bus import read_all
from infra import topics
from processors.settings import KafkaSettings
from schemas.ad import RawAd
from schemas.codec import decode
from schemas.events import CrawlReport
from schemas.topics import CRAWLS, RAW
from tests.integration.local_site import LocalSite, Send, page
from tests.unit.spiders.packs import write_pack

NOWHERE = "127.0.0.1:1"  # where no broker is


@dataclass(frozen=True)
class Ended:
    """How a crawl ended."""

    code: int
    out: str
    log: str

    @property
    def report(self) -> CrawlReport:
        return decode(CrawlReport, self.out.splitlines()[-1].encode())


@dataclass
class Installation:
    """An installation of its own: home, topics and source packs that nobody else uses."""

    kafka: KafkaSettings
    home: Path
    sources: Path | None = None
    options: dict[str, str] = field(default_factory=dict)

    def command(self, source: str, *arguments: str, guarded: bool = False) -> list[str]:
        guard = ["--with-parent"] if guarded else []
        return [sys.executable, "-m", "adwatch.cli", *guard, "crawl", source, "--json", *arguments]

    def environment(self, site: str, **options: Any) -> dict[str, str]:
        crawl = {"local_sites": site, "broker_wait_s": 5, "sources": self.sources, **self.options, **options}
        return {
            **os.environ,
            "ADWATCH_HOME": str(self.home),
            "ADWATCH_KAFKA__BOOTSTRAP": str(crawl.pop("bootstrap", self.kafka.bootstrap)),
            "ADWATCH_KAFKA__TOPIC_PREFIX": self.kafka.topic_prefix,
            "ADWATCH_KAFKA__DELIVERY_TIMEOUT_MS": "3000",  # not two minutes, as tests have no patience
            **{f"ADWATCH_CRAWL__{name.upper()}": str(value) for name, value in crawl.items() if value is not None},
        }

    def crawl(self, source: str, site: str, *arguments: str, **options: Any) -> Ended:
        """Run a crawl to its end."""
        with self.crawling(source, site, *arguments, **options) as running:
            out, log = running.communicate(timeout=120)
        return Ended(running.returncode, out, log)

    def command_json(self, *arguments: str, site: str) -> Any:
        """What another command of this installation prints with --json."""
        command = [sys.executable, "-m", "adwatch.cli", *arguments, "--json"]
        ended = subprocess.run(
            command, env=self.environment(site), capture_output=True, text=True, check=True, timeout=120
        )
        return json.loads(ended.stdout)

    @contextmanager
    def crawling(self, source: str, site: str, *arguments: str, **options: Any) -> Iterator["subprocess.Popen[str]"]:
        """A crawl that runs; killed at the end if it still does."""
        running = subprocess.Popen(
            self.command(source, *arguments),
            env=self.environment(site, **options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield running
        finally:
            if running.poll() is None:
                running.kill()
                running.communicate()

    def ads(self) -> list[RawAd]:
        """All ads on the bus."""
        return [decode(RawAd, value) for _, value in read_all(self.kafka, RAW)]

    def reports(self) -> list[CrawlReport]:
        return [decode(CrawlReport, value) for _, value in read_all(self.kafka, CRAWLS)]

    def pack(self, **changes: Any) -> None:
        """Write the invented pack, as a local test site unless told otherwise."""
        assert self.sources
        local = {"local_test_site": True, "start": ["/list"], "pace": {"delay_s": 0, "concurrency": 4}}
        write_pack(self.sources, **{**local, "expect": {"ads": [1, 1000]}, **changes})


@contextmanager
def installation(bootstrap: str, folder: Path) -> Iterator[Installation]:
    kafka = KafkaSettings(bootstrap=bootstrap, topic_prefix=f"crawl-{uuid.uuid4().hex[:8]}-", partitions=3)
    topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
    try:
        yield Installation(kafka, folder / "home", folder / "sources")
    finally:
        topics.delete(kafka.bootstrap, kafka.topic)


def listing(*paths: str) -> Send:
    """A listing page that leads to these paths."""
    return page("<ul>" + "".join(f'<li><a href="{path}">ad</a></li>' for path in paths) + "</ul>")


def ad_page(key: str, text: str = "Room to let.") -> Send:
    return page(f'<article data-id="{key}"><h1>Ad {key}</h1><div class="text"><p>{text}</p></div></article>')


def fill(site: LocalSite, count: int) -> None:
    """An ordinary site with so many ads."""
    site.pages["/list"] = listing(*(f"/ad/{number}" for number in range(count)))
    site.pages.update({f"/ad/{number}": ad_page(str(number)) for number in range(count)})
