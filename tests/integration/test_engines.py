"""The engines by their commands, as an operator and an accident would treat them. A pair of their own."""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, KafkaAdminClient

from infra import topics
from infra.engines import control, processes
from infra.engines.kafka import mark as kafka_mark
from infra.engines.places import Places
from infra.errors import EngineError
from schemas.topics import TOPICS
from tests.conftest import adwatch
from tests.integration.streams import wait_for

pytestmark = pytest.mark.engines

MEMORY_MB = 1300
TOPIC = "kept"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with running engines; for root it lies in a folder that is closed to Elasticsearch's account."""
    path = tmp_path_factory.mktemp("engines") / "home"
    adwatch("engines", "up", home=path)
    try:
        yield path
    finally:
        adwatch("engines", "wipe", "--yes", home=path)


def engines(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "engines.json").read_text())
    return found


def up(home: Path) -> dict[str, Any]:
    adwatch("engines", "up", home=home)
    return engines(home)


def kill(home: Path, *names: str) -> None:
    """kill -9, and wait until they are gone."""
    victims = [psutil.Process(engines(home)[name]["pid"]) for name in names]
    for victim in victims:
        victim.kill()
    psutil.wait_procs(victims, timeout=20)


def ours(home: Path) -> list[psutil.Process]:
    """Every process that has anything to do with the home."""
    near = (str(home), Places(home).digest)
    everybody = psutil.process_iter(["cmdline"])
    return [each for each in everybody if any(part in arg for arg in each.info["cmdline"] or () for part in near)]


def put(home: Path) -> None:
    """A record and a document, acknowledged."""
    addresses = engines(home)
    bootstrap = addresses["kafka"]["address"]
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    if TOPIC not in admin.list_topics():
        admin.create_topics({TOPIC: {"num_partitions": 1, "replication_factor": 1}}, wait_for_metadata=True)
    admin.close()
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all")
    producer.send(TOPIC, b"kept").get(30)
    producer.close()
    with Elasticsearch(addresses["search"]["address"]) as client:
        client.options(ignore_status=400).indices.create(index=TOPIC)
        client.index(index=TOPIC, id="1", document={"kept": True})


def kept(home: Path) -> tuple[int, bool]:
    """(records, is the document there?)"""
    addresses = engines(home)
    partition = TopicPartition(TOPIC, 0)
    consumer = KafkaConsumer(bootstrap_servers=addresses["kafka"]["address"])
    records = consumer.end_offsets([partition])[partition]
    consumer.close()
    with Elasticsearch(addresses["search"]["address"]) as client:
        return records, bool(client.exists(index=TOPIC, id="1"))


def test_both_run_healthy_within_their_memory(home: Path) -> None:
    status = json.loads(adwatch("engines", "status", "--json", home=home).stdout)
    assert {name: (each["running"], each["healthy"]) for name, each in status.items()} == {
        "kafka": (True, True),
        "search": (True, True),
    }
    assert 100 < sum(each["memory_mb"] for each in status.values()) < MEMORY_MB


def test_they_listen_on_loopback_only(home: Path) -> None:
    pids = {each["pid"] for each in engines(home).values()}
    everything: list[Any] = psutil.net_connections("inet")
    listening = [each.laddr.ip for each in everything if each.pid in pids and each.status == "LISTEN"]
    assert [host.removeprefix("::ffff:") for host in listening] == ["127.0.0.1"] * 4


def test_neither_runs_as_root_if_it_refuses_to(home: Path) -> None:
    assert psutil.Process(engines(home)["search"]["pid"]).uids().effective != 0


def test_a_second_up_changes_nothing(home: Path) -> None:
    before = engines(home)
    assert up(home) == before


def test_a_running_engine_is_not_moved(home: Path) -> None:
    before = engines(home)
    refused = adwatch("engines", "up", "--kafka-port", "29999", home=home, check=False)
    assert refused.returncode == 2
    assert f"Kafka runs at {before['kafka']['address']}; stop it first" in refused.stderr
    assert engines(home) == before


@pytest.mark.parametrize("name", ["kafka", "search"])
def test_up_after_kill_9_brings_it_back_where_it_was_with_its_data(name: str, home: Path) -> None:
    put(home)
    records, before = kept(home)[0], engines(home)
    kill(home, name)
    assert adwatch("engines", "status", home=home, check=False).returncode == 1
    after = up(home)
    other = ({"kafka", "search"} - {name}).pop()
    assert after[other] == before[other]
    assert (after[name]["address"], after[name]["pid"] != before[name]["pid"]) == (before[name]["address"], True)
    assert kept(home) == (records, True)


def test_a_process_id_that_somebody_else_has_now_is_not_mistaken_for_an_engine(home: Path) -> None:
    kill(home, "kafka")
    stale = engines(home)
    stale["kafka"]["pid"] = os.getpid()
    (home / "engines.json").write_text(json.dumps(stale))
    assert up(home)["kafka"]["pid"] != os.getpid()


def test_an_engine_we_lost_sight_of_is_replaced(home: Path) -> None:
    (lost,) = processes.find(kafka_mark(Places(home)))
    forgotten = engines(home)
    forgotten["kafka"]["pid"] = None  # `up` was killed before it could write
    (home / "engines.json").write_text(json.dumps(forgotten))
    found = up(home)
    assert found["kafka"]["address"] == forgotten["kafka"]["address"]
    assert [each.pid for each in processes.find(kafka_mark(Places(home)))] == [found["kafka"]["pid"]]
    assert not lost.is_running()


def test_topics_are_made_once_and_corrected(home: Path) -> None:
    bootstrap = engines(home)["kafka"]["address"]
    name = "mine.{}".format
    assert len(topics.missing(bootstrap, name)) == len(TOPICS)
    assert len(topics.apply(bootstrap, name, 2, 1)) == len(TOPICS)
    assert topics.apply(bootstrap, name, 2, 1) == []
    assert topics.missing(bootstrap, name) == []
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)

    def on_broker() -> dict[str, str]:
        wanted = {"retention.ms": None, "max.message.bytes": None, "segment.ms": None}
        found = admin.describe_configs([ConfigResource("TOPIC", "mine.ads.raw", wanted)], config_filter="all")
        return {key: entry["value"] for key, entry in found["topic"]["mine.ads.raw"].items()}

    # The controller answers before the broker that is asked has heard of it: wait for what the broker says.
    admin.alter_configs([ConfigResource("TOPIC", "mine.ads.raw", {"retention.ms": "5"})])
    wait_for(lambda: on_broker()["retention.ms"] == "5", "the broker to know the wrong setting")
    (corrected,) = topics.apply(bootstrap, name, 2, 1)
    assert corrected.startswith("corrected mine.ads.raw: kept 7 days")
    raw = TOPICS["ads.raw"]
    right = {
        "retention.ms": str(raw.retention_ms),
        "max.message.bytes": str(raw.max_bytes),
        "segment.ms": str(topics.SEGMENT_MS),
    }
    wait_for(lambda: on_broker() == right, "the broker to know the right settings")
    admin.close()


def test_a_broker_that_is_not_there_is_told(home: Path) -> None:
    with pytest.raises(EngineError, match=r"Kafka does not answer at 127\.0\.0\.1:1;"):
        topics.missing("127.0.0.1:1", str)


def test_doctor_knows_what_to_do_next(home: Path) -> None:
    def failed() -> dict[str, str]:
        done = adwatch("doctor", "--json", home=home, check=False)
        lines = [line for line in json.loads(done.stdout) if line["mark"] == "FAIL"]
        assert done.returncode == (1 if lines else 0)
        return {line["what"]: line["mend"] for line in lines}

    assert failed() == {
        "Kafka": "create them: adwatch topics apply",
        "Elasticsearch": "make it: adwatch index init",
    }
    adwatch("topics", "apply", home=home)
    adwatch("index", "init", home=home)
    assert failed() == {}


def test_down_leaves_no_process_and_the_address_and_wipe_leaves_no_data(home: Path) -> None:
    before = engines(home)
    adwatch("engines", "down", home=home)
    assert ours(home) == []
    assert {name: each["address"] for name, each in engines(home).items()} == {
        name: each["address"] for name, each in before.items()
    }
    adwatch("engines", "down", home=home)  # harmless
    (home / "state").mkdir()
    adwatch("engines", "wipe", "--yes", home=home)
    assert sorted(path.name for path in home.iterdir()) == ["lock", "secrets"]
    assert not Places(home).search.exists()


REFUSALS: dict[str, tuple[dict[str, str], str]] = {
    "wrong JAVA_HOME": ({"JAVA_HOME": "/nowhere"}, "JAVA_HOME is /nowhere, but there is no bin/java in it"),
    "no Java": ({"JAVA_HOME": "", "PATH": "/nowhere"}, "no Java found; install Java 17 or newer"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_without_java_up_says_what_to_install(case: str, tmp_path: Path) -> None:
    variables, message = REFUSALS[case]
    refused = adwatch("engines", "up", home=tmp_path / "home", check=False, **variables)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("adwatch: ")
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_network_up_says_so_and_nothing_half_fetched_stays(tmp_path: Path) -> None:
    closed = {"HTTPS_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1", "NO_PROXY": ""}
    cache = tmp_path / "cache"
    refused = adwatch(
        "engines", "up", home=tmp_path / "home", check=False, ADWATCH_CACHE=str(cache), **closed,
        **{name.lower(): value for name, value in closed.items()},
    )  # fmt: skip
    assert refused.returncode == 2
    assert "from Maven Central (ProxyError); check the network and run it again" in refused.stderr
    assert [path.name for path in cache.iterdir() if path.is_dir()] == []


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        refused = adwatch("engines", "up", "--search-port", str(port), home=tmp_path / "home", check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"port {port} is taken by another program; stop it or choose another with --search-port" in refused.stderr


def test_an_engine_that_cannot_start_says_why_and_takes_the_other_down_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "kafka").mkdir(parents=True)
    (home / "kafka" / "data").write_text("a file where a folder should be")
    try:
        refused = adwatch("engines", "up", home=home, check=False)
        assert refused.returncode == 2
        assert "Kafka cannot lay out its data folder; its log says:" in refused.stderr
        assert ours(home) == []
    finally:
        control.wipe(home, print)
        shutil.rmtree(Places(home).search, ignore_errors=True)
