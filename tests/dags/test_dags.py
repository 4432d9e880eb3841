"""The DAG files: all load, quickly and without the network; each source has one; what must hold for each DAG."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from spiders.source import FILE, FOLDER, load_source, source_names

DAGS = Path(__file__).parents[2] / "dags"
pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DagBag]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
        patch.setattr(socket.socket, "connect", _refuse)
        yield DagBag(str(DAGS))


def _refuse(*_: object) -> None:
    raise AssertionError("parsing a DAG file must not open a connection")


def test_every_file_loads(bag: DagBag) -> None:
    assert bag.import_errors == {}


def test_every_source_has_its_dag_and_no_dag_lacks_a_source(bag: DagBag) -> None:
    assert sorted(bag.dags) == [f"crawl__{name}" for name in source_names()]


def test_what_holds_for_every_dag(bag: DagBag) -> None:
    for dag in bag.dags.values():
        assert dag.catchup is False, "a crawl is never backfilled"
        assert dag.max_active_runs == 1
        assert dag.tags
        assert dag.doc_md
        assert dag.dagrun_timeout
        assert all(task.owner not in ("", "airflow") for task in dag.tasks)
        assert all(task.execution_timeout for task in dag.tasks)
        assert all(task.outlets for task in dag.tasks), "a good crawl updates its source's asset"


def test_a_broken_source_stays_visible_and_harms_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dags import crawl

    good = source_names()[0]
    for name in (good, "typo"):
        (tmp_path / name).mkdir()
        text = (FOLDER / good / FILE).read_text(encoding="utf-8")
        (tmp_path / name / FILE).write_text(text.replace(f"name: {good}", f"name: {name}"), encoding="utf-8")
    with (tmp_path / "typo" / FILE).open("a", encoding="utf-8") as file:
        file.write("ownr: nobody\n")
    monkeypatch.setattr(crawl, "load_source", lambda name: load_source(name, tmp_path))
    dags: list[DAG] = [crawl.dag_of(good), crawl.dag_of("typo")]
    assert "broken" not in dags[0].tags
    assert "broken" in dags[1].tags
    assert "ownr" in (dags[1].doc_md or "")
