"""Real engines for the tests: one pair a session, names of their own for every test."""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from infra import topics
from infra.engines.state import read
from processors.settings import KafkaSettings, ProcessorSettings, SearchSettings, SecretSettings

RUNNING = "ADWATCH_TEST_ENGINES"  # home of engines that run already and shall be used, to save the start


@dataclass(frozen=True)
class Engines:
    """Addresses of the running engines."""

    kafka: str
    search: str


def adwatch(*arguments: str, home: Path, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the `adwatch` command as a person would, with its data in `home` and these environment variables."""
    command = [sys.executable, "-m", "adwatch.cli", *arguments]
    environment = {**os.environ, "ADWATCH_HOME": str(home), **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The real Kafka and Elasticsearch: those of ADWATCH_TEST_ENGINES, or a pair that ends with the session."""
    running = os.environ.get(RUNNING)
    if running:
        yield _addresses(Path(running))
        return
    with running_engines() as home:
        yield _addresses(home)


@contextmanager
def running_engines() -> Iterator[Path]:
    """A pair of its own in a home of its own; nothing is left afterwards."""
    home = Path(tempfile.mkdtemp(prefix="adwatch-tests-"))
    home.chmod(0o755)  # so that Elasticsearch, which never runs as root, finds its folder
    try:
        adwatch("engines", "up", home=home)
        yield home
    finally:
        adwatch("engines", "wipe", "--yes", home=home)
        shutil.rmtree(home)


def _addresses(home: Path) -> Engines:
    state = read(home / "engines.json")
    return Engines(state["kafka"].address, state["search"].address)


def _keys() -> SecretSettings:
    """Random ones; two of the three are keys of the same kind."""
    url_key, vault_key = (SecretStr(Fernet.generate_key().decode()) for _ in range(2))
    return SecretSettings(token_key=SecretStr(uuid.uuid4().hex), url_key=url_key, vault_key=vault_key)


@pytest.fixture
def unprepared(engines: Engines, tmp_path: Path) -> ProcessorSettings:
    """Settings of an installation that nobody else uses and that has no topics and no indices yet."""
    name = f"test-{uuid.uuid4().hex[:8]}-"
    return ProcessorSettings(
        kafka=KafkaSettings(bootstrap=engines.kafka, topic_prefix=name, partitions=3),
        search=SearchSettings(url=engines.search, prefix=name + "adwatch"),
        secrets=_keys(),
        home=tmp_path / "home",
    )


@pytest.fixture
def bus(unprepared: ProcessorSettings) -> Iterator[ProcessorSettings]:
    """Settings of an installation that nobody else uses, with its topics in place."""
    kafka = unprepared.kafka
    topics.apply(kafka.bootstrap, kafka.topic, kafka.partitions, kafka.replication)
    yield unprepared
    topics.delete(kafka.bootstrap, kafka.topic)


@pytest.fixture
def settings(bus: ProcessorSettings) -> Iterator[ProcessorSettings]:
    """Settings of an installation that nobody else uses, with its topics and indices in place."""
    from processors.index.setup import drop, init

    init(bus.search)
    yield bus
    drop(bus.search)
