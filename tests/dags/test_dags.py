"""The DAG files: all load, without the network; what must hold for each DAG."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pendulum
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.timetables.base import TimeRestriction
from airflow.timetables.trigger import CronTriggerTimetable

from dags.pools import LOCAL, pool_of, pools
from dags.schedule import spread
from spiders.cron import check_cron
from spiders.source import FOLDER, load_source, source_names
from tests.growth import TIMES
from tests.unit.spiders.packs import pack, write_pack

ROOT = Path(__file__).parents[2]
OPERATOR = {"alerts_learn", "crawl_now", "outbox_replay", "reprocess", "retention", "source_health"}
MANY = 40 * TIMES
pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DagBag]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        yield DagBag(str(ROOT / "dags"))


@pytest.fixture(scope="module")
def crawls(bag: DagBag) -> dict[str, Any]:
    return {name.removeprefix("crawl__"): dag for name, dag in bag.dags.items() if name not in OPERATOR}


def test_every_source_that_is_crawled_has_its_dag(bag: DagBag, crawls: dict[str, Any]) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) >= OPERATOR
    assert sorted(crawls) == [name for name in source_names() if not load_source(name).is_file]


def test_what_holds_for_every_dag(bag: DagBag) -> None:
    for dag in bag.dags.values():
        assert dag.catchup is False, "a crawl is never backfilled"
        assert dag.max_active_runs == 1
        assert dag.tags
        assert dag.doc_md
        assert dag.dagrun_timeout
        assert all(task.owner not in ("", "airflow") for task in dag.tasks)
        assert all(task.execution_timeout for task in dag.tasks)


def test_what_holds_for_every_crawl(crawls: dict[str, Any]) -> None:
    for name, dag in crawls.items():
        [task], source = dag.tasks, load_source(name)
        assert [asset.uri for asset in task.outlets] == [f"adwatch://ads.raw/{name}"]
        assert task.pool == pool_of(source)
        assert task.retry_policy is not None
        assert source.owner in dag.doc_md
        assert f"adwatch sources health {name}" in dag.doc_md
        runs = source.enabled and source.schedule
        assert bool(dag.deadline) == bool(runs)
        assert dag.timetable.can_be_scheduled == bool(runs)


def test_crawl_now_keeps_to_the_pool_of_each_domain(bag: DagBag, crawls: dict[str, Any]) -> None:
    chosen: Any = bag.dags["crawl_now"].get_task("chosen")
    tasks = [task for task in bag.dags["crawl_now"].tasks if task is not chosen]
    assert {task.task_id: task.pool for task in tasks} == {
        f"crawl__{name}": pool_of(load_source(name)) for name in crawls
    }
    assert all(task.upstream_task_ids == {"chosen"} for task in tasks)
    assert chosen.python_callable(params={"sources": ["demo_jobs"]}) == ["crawl__demo_jobs"]


def test_many_sources_parse_with_nothing_heavy_and_each_costs_the_same(tmp_path: Path) -> None:
    sources, home = tmp_path / "sources", tmp_path / "airflow"
    for number in range(MANY):
        write_pack(sources, name=f"source_{number:03}", start=[f"https://site{number % 50}.example/"])
    command = [sys.executable, "-m", "tests.dags.parsing", str(sources)]
    environment = {**os.environ, "AIRFLOW_HOME": str(home)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["errors"], found["heavy"]) == ({}, [])
    assert len(found["dags"]) == MANY + len(OPERATOR)
    assert found["is_linear"]


def test_a_broken_source_stays_visible_and_harms_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dags import crawl

    shutil.copytree(FOLDER / "demo_jobs", tmp_path / "demo_jobs")
    with write_pack(tmp_path, name="typo").open("a", encoding="utf-8") as file:
        file.write("ownr: nobody\n")
    monkeypatch.setenv("ADWATCH_CRAWL__SOURCES", str(tmp_path))
    good, broken = crawl.dag_of("demo_jobs"), crawl.dag_of("typo")
    assert isinstance(good, DAG)
    assert isinstance(broken, DAG)
    assert "broken" not in good.tags
    assert "broken" in broken.tags
    assert "ownr" in (broken.doc_md or "")


def test_a_file_with_a_syntax_error_harms_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "dags"
    folder.mkdir()
    shutil.copy(ROOT / "dags" / "outbox_replay.py", folder)
    (folder / "wrong.py").write_text("from airflow.sdk import DAG\nwith DAG(:\n", encoding="utf-8")
    bag = DagBag(str(folder))
    assert [Path(path).name for path in bag.import_errors] == ["wrong.py"]
    assert list(bag.dags) == ["outbox_replay"]


@pytest.mark.parametrize(
    ("cron", "ends"),
    [
        ("17 */6 * * *", " */6 * * *"),
        ("*/15 3 * * 1", "-59/15 3 * * 1"),
        ("5,35 * * * *", "5,35 * * * *"),
    ],
)
def test_schedules_are_spread_within_their_hour_and_stay_where_they_are(cron: str, ends: str) -> None:
    moved = [check_cron(spread(cron, f"source_{number}")) for number in range(200)]
    assert moved == [spread(cron, f"source_{number}") for number in range(200)]
    assert all(each.endswith(ends) for each in moved)
    if cron.startswith("17"):
        minutes = {int(each.split()[0]) for each in moved}
        assert (min(minutes), max(minutes), len(minutes)) == (17, 59, 43)


CLOCKS_CHANGE = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 28), (10, 24), (11, 1))]


@pytest.mark.parametrize("night", CLOCKS_CHANGE)
def test_a_change_of_clocks_moves_no_run(crawls: dict[str, Any], night: datetime) -> None:
    written = crawls["demo_jobs"].timetable
    timetable = CronTriggerTimetable(written.expression, timezone=written.timezone)
    runs: list[Any] = []
    last = None
    for _ in range(12):
        last = timetable.next_dagrun_info(
            last_automated_data_interval=last and last.data_interval,
            restriction=TimeRestriction(earliest=pendulum.instance(night), latest=None, catchup=True),
        )
        assert last
        runs.append(last.logical_date)
    assert {(later - earlier).total_seconds() for earlier, later in pairwise(runs)} == {6 * 3600}


@pytest.mark.parametrize(
    ("form", "command"),
    [
        ({"what": "window", "since": "2026-11-20T00:00:00Z"}, "republish --since 2026-11-20T00:00:00Z"),
        (
            {"what": "window", "since": "A", "until": "B", "source": "one"},
            "republish --since A --until B --source one",
        ),
        ({"what": "archive", "source": "one"}, "replay one --from-archive"),
        ({"what": "archive"}, None),
        ({"what": "window"}, None),
    ],
)
def test_reprocess_takes_its_form(bag: DagBag, form: dict[str, str], command: str | None) -> None:
    task: Any = bag.dags["reprocess"].get_task("arguments")
    asked = task.python_callable
    params = {"since": None, "until": None, "source": None, **form}
    if command is None:
        with pytest.raises(ValueError, match=r"needs|choose"):
            asked(params=params)
    else:
        assert asked(params=params) == command.split()


def test_sources_of_one_domain_share_a_pool_of_one(tmp_path: Path) -> None:
    one = pack(tmp_path, name="one", start=["https://www.ads.example/list"])
    two = pack(tmp_path, name="two", start=["https://jobs.ads.example:8443/x"])
    other = pack(tmp_path, name="other", start=["https://other.example/"])
    assert pool_of(one) == pool_of(two) == "domain_ads.example"
    assert pool_of(load_source("demo_jobs")) == LOCAL
    assert {name: pool["slots"] for name, pool in pools([one, two, other]).items()} == {
        "domain_ads.example": 1,
        "domain_other.example": 1,
    }


def test_retention_purges_and_then_verifies_the_audit_log_whatever_came_of_it(bag: DagBag) -> None:
    dag = bag.dags["retention"]
    commands = {task.task_id: getattr(task, "arguments", None) for task in dag.tasks}
    assert commands["purge"] == ["retention", "purge", "--json"]
    assert commands["audit"] == ["audit", "verify", "--json"]
    last = dag.get_task("audit")
    assert (last.upstream_task_ids, last.trigger_rule) == ({"purge"}, "all_done")
