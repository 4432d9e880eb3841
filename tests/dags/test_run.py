"""A DAG runs for real, in a real Airflow on the real engines, and its ads are found in Elasticsearch."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

import simulator
from adwatch import airflow
from adwatch.progress import wait_for
from schemas import ids
from tests.e2e.installation import Installation, installation

pytestmark = [pytest.mark.airflow, pytest.mark.engines, pytest.mark.timeout(900)]
SOURCE = "demo_jobs"
DAG = f"crawl__{SOURCE}"


class Client:
    """Airflow's public REST interface, as far as this test needs it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url
        self._headers = {"Content-Type": "application/json"}
        token = self.send("POST", "/auth/token", {"username": user, "password": password})["access_token"]
        self._headers["Authorization"] = f"Bearer {token}"

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, headers=self._headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return dict(json.load(answer))

    def state(self, run: str) -> str:
        return str(self.send("GET", f"/api/v2/dags/{DAG}/dagRuns/{run}")["state"])


@pytest.fixture(scope="module")
def world() -> simulator.World:
    return simulator.world(ads=90, seed=5)


@pytest.fixture(scope="module")
def runs(world: simulator.World) -> Iterator[Installation]:
    with simulator.serve(world) as sites, installation(sites.base) as up, pytest.MonkeyPatch.context() as patch:
        for name, value in up.environment.items():
            patch.setenv(name, value)
        for stage in ("enrich", "link", "index"):
            up.start(stage)
        yield up


def test_a_triggered_dag_brings_its_ads_into_the_index(runs: Installation, world: simulator.World) -> None:
    served = {ids.ad_id(ad.site, ad.key) for ad in world.ads if ad.site == SOURCE and ad.answer.lane == "ordinary"}
    before = set(psutil.Process().children(recursive=True))
    with airflow.running(runs.home) as page:
        family = psutil.Process().children(recursive=True)
        client = Client(page.url, page.user, page.password)
        assert wait_for(lambda: DAG in _dags(client), 120), "the DAG processor did not find our DAGs"
        client.send("PATCH", f"/api/v2/dags/{DAG}", {"is_paused": False})
        client.send("POST", f"/api/v2/dags/{DAG}/dagRuns", {"logical_date": None, "dag_run_id": "once"})
        assert wait_for(lambda: client.state("once") in ("success", "failed"), 240, every_s=1)
        assert client.state("once") == "success", _task_log(client)
        events = client.send("GET", "/api/v2/assets/events")["asset_events"]
        figures = next(e["extra"] for e in events if e["source_dag_id"] == DAG)
        assert (figures["outcome"], figures["scraped"]) == ("good", figures["acknowledged"])
        assert figures["scraped"] >= len(served)
    with runs.reader() as reader:
        assert wait_for(lambda: served <= set(reader.ad_ids()), 120), f"{len(served)} served"
    gone, alive = psutil.wait_procs(family, timeout=1)
    assert not set(alive) - before, "Airflow left processes"
    assert gone


def _dags(client: Client) -> set[str]:
    return {dag["dag_id"] for dag in client.send("GET", "/api/v2/dags?limit=200")["dags"]}


def _task_log(client: Client) -> str:
    path = f"/api/v2/dags/{DAG}/dagRuns/once/taskInstances/crawl/logs/1"
    return json.dumps(client.send("GET", path))[-3000:]
