"""A whole installation for one test: engines, sites, mailbox, receiver and stages of its own, driven by commands."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kafka import KafkaProducer

from adwatch import mailbox, receiver
from adwatch.draining import left_undone
from adwatch.reader import Reader
from infra import topics
from infra.engines import control
from processors.index.setup import init
from processors.pipeline import STAGES
from processors.plumbing import metrics
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW
from tests.conftest import adwatch as adwatch_command


@dataclass
class Installation:
    """Everything runs in processes of its own; the test looks at the bus, the index and what people were sent."""

    home: Path
    settings: ProcessorSettings
    mails: mailbox.Mailbox
    posts: receiver.Receiver
    environment: dict[str, str]
    stages: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, stage: str, **variables: str) -> None:
        """Start one stage, with these variables in its environment too."""
        with (self.home / f"{stage}.log").open("ab") as log:
            command = [sys.executable, "-m", "adwatch.cli", "run", stage]
            self.stages[stage] = subprocess.Popen(
                command, env={**self.environment, **variables}, stdout=log, stderr=log
            )

    def kill(self, stage: str) -> None:
        """kill -9, and wait until it is gone."""
        self.stages[stage].kill()
        self.stages[stage].wait()

    def stop(self) -> dict[str, int]:
        """SIGTERM to every stage; their exit codes."""
        for process in self.stages.values():
            process.send_signal(signal.SIGTERM)
        return {stage: process.wait(20) for stage, process in self.stages.items()}

    def publish(self, ads: Sequence[RawAd]) -> None:
        """Put ads on ads.raw as the spiders' hand-over does; every one is acknowledged."""
        producer = KafkaProducer(bootstrap_servers=self.settings.kafka.bootstrap, acks="all")
        name = self.settings.kafka.topic(RAW.name)
        sent = [producer.send(name, key=ad.ad_id.encode(), value=encode(ad)) for ad in ads]
        producer.flush()
        assert all(future.succeeded() for future in sent)
        producer.close()

    def crawl(self, source: str) -> None:
        """One good crawl by the command; what it says is kept beside the logs of the stages."""
        command = [sys.executable, "-m", "adwatch.cli", "crawl", source]
        said = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
        with (self.home / "crawl.log").open("a", encoding="utf-8") as log:
            log.write(said.stdout + said.stderr)

    def read_by(self, stage: str) -> int:
        """How many records the running process of a stage has done."""
        report = metrics.read_report(self.home, stage)
        return report.records_in if report and report.pid == self.stages[stage].pid else 0

    def drain(self, timeout_s: float = 240.0) -> None:
        """Wait until no stage has a record before it or owes one."""
        running = [stage for stage in STAGES.values() if stage.name in self.stages]
        left = left_undone(self.settings, running, self._ended, timeout_s)
        assert not left, "\n".join((left, *(f"{stage}: {self.log(stage)}" for stage in self.stages)))

    def _ended(self) -> str:
        """A stage whose process is no longer there."""
        return next((stage for stage, process in self.stages.items() if process.poll() is not None), "")

    def log(self, stage: str) -> str:
        """The end of a stage's log."""
        return (self.home / f"{stage}.log").read_text(encoding="utf-8", errors="replace")[-2000:]

    def reader(self) -> Reader:
        """An open door to the index."""
        return Reader(self.settings.search)


@contextmanager
def installation(sites: str = "") -> Iterator[Installation]:
    """Up while the block runs; nothing is left afterwards."""
    home = Path(tempfile.mkdtemp(prefix="adwatch-e2e-"))
    home.chmod(0o755)  # so that Elasticsearch, which never runs as root, finds its folder
    secret = secrets.token_hex(16)
    with mailbox.mailbox(home / "mail") as mails, receiver.receiver(home / "posts", secret) as posts:
        environment = {
            **os.environ,
            "ADWATCH_HOME": str(home),
            **({"ADWATCH_CRAWL__LOCAL_SITES": sites} if sites else {}),
            "ADWATCH_NOTIFY__TARGETS": json.dumps([mails.url("unit@agency.example"), posts.url]),
            "ADWATCH_NOTIFY__WEBHOOK_SECRET": secret,
            "ADWATCH_NOTIFY__ALLOW_PRIVATE_TARGETS": "true",
        }
        made: Installation | None = None
        try:
            adwatch_command("engines", "up", home=home)
            settings = _settings(home)
            kafka = settings.kafka
            topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
            init(settings.search)
            made = Installation(home, settings, mails, posts, environment)
            yield made
        finally:
            for stage in made.stages if made else ():
                made.kill(stage)
            adwatch_command("engines", "wipe", "--yes", home=home)
            shutil.rmtree(home, ignore_errors=True)


def _settings(home: Path) -> ProcessorSettings:
    state = control.status(home)
    keys = {name: (home / "secrets" / name).read_text().strip() for name in ("token_key", "url_key", "vault_key")}
    return ProcessorSettings.model_validate(
        {
            "home": home,
            "kafka": {"bootstrap": state["kafka"].engine.address},
            "search": {"url": state["search"].engine.address},
            "secrets": keys,
        }
    )
