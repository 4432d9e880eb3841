"""One Airflow DAG per source pack, made from its YAML: schedule, pool, retries, deadline and run-book."""

from airflow.sdk import DAG, task

from dags import packs
from dags.deadline import deadline_of
from dags.operators import Crawl
from dags.pools import pool_of
from dags.retries import MOST, POLICY
from dags.runbook import run_book, what_is_wrong
from dags.schedule import timetable
from dags.shared import LONGEST, PAGES, raw_ads_of
from spiders.errors import SourceError
from spiders.source import Source


def crawl_dag(source: Source) -> DAG:
    """The DAG of one source. It never catches up: yesterday's page no longer exists."""
    with DAG(
        dag_id=f"crawl__{source.name}",
        description=source.title,
        schedule=timetable(source.schedule, source.name) if source.enabled and source.schedule else None,
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=(MOST + 1) * LONGEST,
        deadline=deadline_of(source),
        tags=["crawl", source.family.value, *source.languages],
        doc_md=run_book(source),
        params={"max_pages": PAGES},
        default_args={"owner": source.owner, "retries": MOST, "retry_policy": POLICY, "execution_timeout": LONGEST},
    ) as dag:
        Crawl(
            task_id="crawl",
            source=source.name,
            max_pages="{{ params.max_pages }}",
            pool=pool_of(source),
            outlets=[raw_ads_of(source.name)],
        )
    return dag


def broken_dag(name: str, error: SourceError) -> DAG:
    """Stands in for a source whose file is wrong: visible in the list, and it says what to mend."""
    with DAG(
        dag_id=f"crawl__{name}",
        description="The source's file is wrong: see the docs of this DAG",
        schedule=None,
        catchup=False,
        max_active_runs=1,
        tags=["crawl", "broken"],
        doc_md=what_is_wrong(name, str(error)),
        default_args={"owner": "adwatch", "retries": 0},
    ) as dag:
        message = str(error)

        @task
        def crawl() -> None:
            raise ValueError(message)

        crawl()
    return dag


def dag_of(name: str) -> DAG | None:
    """The DAG of a source pack, whether its file is right or not; none for files, which are imported by hand."""
    try:
        source = packs.load(name)
    except SourceError as error:
        return broken_dag(name, error)
    return None if source.is_file else crawl_dag(source)


for source_name in packs.names():
    if (made := dag_of(source_name)) is not None:
        globals()[made.dag_id] = made
