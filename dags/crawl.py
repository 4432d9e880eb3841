"""One Airflow DAG per source pack, made from its YAML: schedule, retries, pace and run-book."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import DAG, Asset, task

from dags.runbook import run_book, what_is_wrong
from spiders.errors import SourceError
from spiders.source import Source, load_source, source_names

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
LONGEST = timedelta(hours=6)
SHOWN = ("outcome", "pages", "scraped", "acknowledged", "dropped", "http", "coverage")  # beside the asset in the UI


def raw_ads_of(source: str) -> Asset:
    """The asset a good crawl updates: this source's ads are on `ads.raw`."""
    return Asset(name=f"raw_ads__{source}", uri=f"adwatch://ads.raw/{source}")


def crawl_dag(source: Source) -> DAG:
    """The DAG of one source. It never catches up: yesterday's page no longer exists."""
    name, asset = source.name, raw_ads_of(source.name)
    with DAG(
        dag_id=f"crawl__{name}",
        description=source.title,
        schedule=source.schedule if source.enabled else None,
        start_date=BEGINNING,
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=LONGEST,
        tags=["crawl", source.family.value, *source.languages],
        doc_md=run_book(source),
        default_args={
            "owner": source.owner,
            "retries": 2,
            "retry_delay": timedelta(minutes=5),
            "retry_exponential_backoff": True,
            "execution_timeout": LONGEST,
        },
    ) as dag:

        @task(outlets=[asset])
        def crawl(*, outlet_events: Any = None) -> dict[str, Any]:
            from dags.command import crawl as run_crawl  # the work is loaded where it runs, not where DAGs are parsed

            report = run_crawl(name)
            outlet_events[asset].extra = {figure: report.get(figure) for figure in SHOWN}
            return report

        crawl()
    return dag


def broken_dag(name: str, error: SourceError) -> DAG:
    """Stands in for a source whose file is wrong: visible in the list, and it says what to mend."""
    with DAG(
        dag_id=f"crawl__{name}",
        description="The source's file is wrong: see the docs of this DAG",
        schedule=None,
        start_date=BEGINNING,
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


def dag_of(name: str) -> DAG:
    """The DAG of a source pack, whether its file is right or not."""
    try:
        return crawl_dag(load_source(name))
    except SourceError as error:
        return broken_dag(name, error)


for source_name in source_names():
    globals()[f"crawl__{source_name}"] = dag_of(source_name)
