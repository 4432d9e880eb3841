"""The example of a stage on Quix Streams, in an environment of its own, goes on where our run ended, with the same."""

import os
import signal
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adwatch.requirements import ROOT
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from schemas.topics import CHILD_SAFETY, DEAD, ENRICHED, RAW
from simulator import raw_ad, world
from tests.integration.streams import committed, publish, publish_bytes, records, run_to_the_end, wait_for

pytestmark = [pytest.mark.engines, pytest.mark.timeout(600)]  # the environment is made with the first run
ENRICH = STAGES["enrich"]
VARIES = {"failed_at": None, "url_encrypted": None}  # the time, and a cipher that never gives the same twice
END_S = 10


def everything(bus: ProcessorSettings) -> dict[tuple[str, int], list[tuple[bytes, Any]]]:
    """What lies in each partition of the outputs, in order: keys and records, without what differs from run to run."""
    found = defaultdict(list)
    for topic in (ENRICHED, CHILD_SAFETY, DEAD):
        for record in records(bus, topic):
            plain = {**msgspec.json.decode(record.value), **VARIES}
            found[topic.name, record.partition].append((record.key, plain))
    return dict(found)


@contextmanager
def example(bus: ProcessorSettings) -> Iterator[subprocess.Popen[str]]:
    """`examples/quix_enrich.py` as its user runs it."""
    subprocess.run(["make", "quix"], cwd=ROOT, check=True)
    bus.home.mkdir(parents=True, exist_ok=True)
    secrets = {name: bus.home / name for name in ("token_key", "url_key")}
    for name, file in secrets.items():
        file.write_text(getattr(bus.secrets, name).get_secret_value())
    named = {f"ADWATCH_SECRETS__{name.upper()}_FILE": str(file) for name, file in secrets.items()}
    env = os.environ | named | {
        "ADWATCH_HOME": str(bus.home), "ADWATCH_KAFKA__BOOTSTRAP": bus.kafka.bootstrap,
        "ADWATCH_KAFKA__TOPIC_PREFIX": bus.kafka.topic_prefix,
    }  # fmt: skip
    python = Path(ROOT, ".venv-quix", "bin", "python")
    process = subprocess.Popen([python, "-m", "examples.quix_enrich"], cwd=ROOT, env=env, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_example_goes_on_where_our_run_ended(bus: ProcessorSettings) -> None:
    made = world(ads=50, seed=7)
    ads = [raw_ad(ad, made.observed_at) for ad in made.ads]
    publish(bus, ads)
    publish_bytes(bus, [(b"bad", b"\xff no record"), (b"gone", None)])
    assert run_to_the_end(ENRICH, bus) == 0
    publish(bus, [msgspec.structs.replace(ad, title=ad.title + " !") for ad in ads])  # each once more, later
    publish_bytes(bus, [(b"bad", b"\xff no record either"), (b"gone", None)])
    given = len(records(bus, RAW))

    with example(bus) as process:
        wait_for(lambda: committed(bus, ENRICH) == given or process.poll() is not None, "all records", seconds=120)
        process.send_signal(signal.SIGTERM)
        assert process.wait(END_S) == 0
    both = everything(bus)

    again = bus.model_copy(update={"kafka": bus.kafka.model_copy(update={"group_prefix": "again-"})})
    assert run_to_the_end(ENRICH, again) == 0  # all of it by our own run, to compare with
    assert {topic for topic, _ in both} == {ENRICHED.name, CHILD_SAFETY.name, DEAD.name}
    assert everything(bus) == {place: found * 2 for place, found in both.items()}
