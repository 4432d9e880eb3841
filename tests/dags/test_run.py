"""The DAGs in a real Airflow on the real engines: runs that end well, and runs that are killed."""

import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from adwatch import airflow
from adwatch.airflow_api import AirflowApi
from adwatch.progress import wait_for
from adwatch.reader import Reader
from infra import topics
from processors.index.setup import drop, init
from processors.pipeline import STAGES
from processors.settings import KafkaSettings, ProcessorSettings, SearchSettings, SecretSettings
from processors.stream import run_stage
from schemas import ids
from spiders.outbox import Outbox, Parcel, path_of
from tests.conftest import Engines
from tests.integration.crawls import ad_page, listing
from tests.integration.local_site import LocalSite, local_site, page
from tests.unit.spiders.packs import write_pack

pytestmark = [pytest.mark.airflow, pytest.mark.engines, pytest.mark.timeout(600)]
QUICK, SLOW = "quick", "slow"


class Gate:
    """A page that answers only when it is opened; says when somebody waits."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.reached.set()
        self.open.wait(120)
        page("")(handler)


@dataclass
class Running:
    """Airflow as it runs with two sources: one is quick, the other hangs at its gate."""

    settings: ProcessorSettings
    api: AirflowApi
    gate: Gate
    parent: psutil.Process

    def succeeds(self, dag: str, run: str, task: str) -> bool:
        """Does a run of this task come to a good end at its first try?"""
        over = ("success", "failed", "up_for_retry", "upstream_failed")
        assert wait_for(lambda: self.task_state(dag, run, task) in over, 120, every_s=0.5), f"{dag} hangs"
        return self.task_state(dag, run, task) == "success"

    def xcom(self, dag: str, run: str, task: str, key: str) -> Any:
        path = f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/xcomEntries/{key}"
        return self.api.send("GET", f"{path}?deserialize=true")["value"]

    def log(self, dag: str, run: str, task: str) -> str:
        path = f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/logs/1"
        return json.dumps(self.api.send("GET", path))[-3000:]

    def task_state(self, dag: str, run: str, task: str) -> str:
        found = self.api.send("GET", f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances")["task_instances"]
        return str(next((each["state"] for each in found if each["task_id"] == task and each["state"]), "none"))


@pytest.fixture(scope="module")
def settings(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessorSettings]:
    """An installation of this module's own; the commands that Airflow starts find it in the environment."""
    name = f"dags-{uuid.uuid4().hex[:8]}-"
    keys = {"token_key": uuid.uuid4().hex, "url_key": "nLJVBGMYo9cCzfyqhmsLgmPBkDDwHs2CqBZQ0q0zZ1o="}
    made = ProcessorSettings(
        kafka=KafkaSettings(bootstrap=engines.kafka, topic_prefix=name, partitions=3),
        search=SearchSettings(url=engines.search, prefix=name + "adwatch"),
        secrets=SecretSettings.model_validate(keys),
        home=tmp_path_factory.mktemp("home"),
    )
    variables = {
        "ADWATCH_HOME": str(made.home),
        "ADWATCH_KAFKA__BOOTSTRAP": made.kafka.bootstrap,
        "ADWATCH_KAFKA__TOPIC_PREFIX": name,
        "ADWATCH_KAFKA__PARTITIONS": "3",
        "ADWATCH_SEARCH__URL": made.search.url,
        "ADWATCH_SEARCH__PREFIX": made.search.prefix,
        **{f"ADWATCH_SECRETS__{key.upper()}": value for key, value in keys.items()},
    }
    topics.apply(made.kafka.bootstrap, made.kafka.topic, made.kafka.partitions, made.kafka.replication)
    init(made.search)
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in variables.items():
            patch.setenv(variable, value)
        yield made
    drop(made.search)
    topics.delete(made.kafka.bootstrap, made.kafka.topic)


@pytest.fixture(scope="module")
def here(settings: ProcessorSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One Airflow for all tests, because its start is what takes time."""
    packs, gate = tmp_path_factory.mktemp("packs"), Gate()
    before = set(psutil.Process().children(recursive=True))
    with local_site() as site, pytest.MonkeyPatch.context() as patch:
        _fill(site, gate, packs)
        patch.setenv("ADWATCH_CRAWL__SOURCES", str(packs))
        patch.setenv("ADWATCH_CRAWL__LOCAL_SITES", site.base)
        patch.setenv("ADWATCH_CRAWL__TIMEOUT_S", "10")  # how long a crawl that shall end waits for what it asked for
        with airflow.running(settings.home) as started:
            api = AirflowApi(started.url, started.user, started.password)
            [parent] = [child for child in psutil.Process().children() if "standalone" in child.cmdline()]
            family = parent.children(recursive=True)
            assert wait_for(lambda: {"crawl__quick", "crawl__slow", "outbox_replay"} <= api.dags(), 120)
            yield Running(settings, api, gate, parent)
        gate.open.set()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not set(alive) - before, "Airflow left processes"


def _fill(site: LocalSite, gate: Gate, packs: Path) -> None:
    ads = [f"/ad/{number}" for number in range(3)]
    site.pages.update({path: ad_page(path[-1]) for path in ads})
    site.pages.update({"/quick": listing(*ads), "/slow": listing(*ads, "/gate"), "/gate": gate})
    for name in (QUICK, SLOW):
        local = {"local_test_site": True, "pace": {"delay_s": 0, "concurrency": 4}, "expect": {"ads": [1, 9]}}
        write_pack(packs, **local, name=name, start=[f"/{name}"])


def _slow_crawls() -> list[psutil.Process]:
    """Crawls of the slow source, whoever is their parent now."""
    running = psutil.process_iter(["cmdline", "status"])
    return [
        each
        for each in running
        if each.info["cmdline"] and each.info["cmdline"][3:6] == ["--with-parent", "crawl", SLOW]
    ]


def test_a_crawl_brings_its_ads_and_shows_its_figures(here: Running) -> None:
    here.api.trigger("crawl__quick", "once")
    assert here.succeeds("crawl__quick", "once", "crawl"), here.log("crawl__quick", "once", "crawl")
    figures = {
        name: here.xcom("crawl__quick", "once", "crawl", name) for name in ("outcome", "scraped", "acknowledged")
    }
    assert figures == {"outcome": "good", "scraped": 3, "acknowledged": 3}
    events = here.api.send("GET", "/api/v2/assets/events")["asset_events"]
    assert [event["extra"]["scraped"] for event in events if event["source_dag_id"] == "crawl__quick"] == [3]
    for stage in ("enrich", "link", "index", "health"):
        assert run_stage(STAGES[stage], here.settings, threading.Event(), until_idle=0.5) == 0
    with Reader(here.settings.search) as reader:
        assert set(reader.ad_ids()) == {ids.ad_id(QUICK, str(number)) for number in range(3)}


def test_crawl_now_takes_its_form(here: Running) -> None:
    here.api.trigger("crawl_now", "form", {"sources": [QUICK], "max_pages": 2})
    assert here.succeeds("crawl_now", "form", "crawl__quick"), here.log("crawl_now", "form", "crawl__quick")
    assert here.xcom("crawl_now", "form", "crawl__quick", "pages") <= 3
    assert here.task_state("crawl_now", "form", "crawl__slow") == "skipped"


def test_source_health_says_who_is_not_well(here: Running) -> None:
    here.api.trigger("source_health", "look")
    assert here.succeeds("source_health", "look", "look"), here.log("source_health", "look", "look")
    assert here.xcom("source_health", "look", "look", "unwell")[SLOW] == "never crawled"


def test_an_outbox_is_replayed(here: Running) -> None:
    outbox = Outbox(path_of(here.settings.home, QUICK))
    outbox.put(Parcel(here.settings.kafka.topic("ads.raw"), "key", msgspec.Raw(b"{}")))
    here.api.trigger("outbox_replay", "now")
    assert here.succeeds("outbox_replay", "now", "deliver"), here.log("outbox_replay", "now", "deliver")
    assert not outbox.path.exists()


def test_a_killed_task_leaves_no_crawl(here: Running) -> None:
    here.api.trigger("crawl__slow", "killed")
    assert here.gate.reached.wait(90)
    [crawl] = _slow_crawls()
    task = crawl.parent()
    assert task
    task.kill()
    here.gate.open.set()
    assert wait_for(lambda: not _slow_crawls(), 30), "the crawl outlived its task"
    over = ("up_for_retry", "failed")
    assert wait_for(lambda: here.task_state("crawl__slow", "killed", "crawl") in over, 60), "the task seems to run on"


def test_a_crashed_airflow_leaves_no_crawl(here: Running) -> None:
    """Scheduler, workers and tasks at once: nobody is left to tell the crawl that it should end."""
    here.gate.reached.clear()
    here.gate.open.clear()
    here.api.trigger("crawl_now", "crash", {"sources": [SLOW]})
    assert here.gate.reached.wait(90)
    family = [here.parent, *here.parent.children(recursive=True)]
    crawls = _slow_crawls()
    for process in family:
        if process not in crawls:
            process.kill()
    here.gate.open.set()
    assert wait_for(lambda: not _slow_crawls(), 30), "the crawl outlived Airflow"
